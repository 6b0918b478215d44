"""Joins labels to their events: python3 join.py POINTS LABELS, each as kcat writes it with -f '%p\t%o\t%s\n'

A label stands in the partition of its point and carries the point's offset, so partition and offset are the key; the
label's own offset says nothing. Prints a line of JSON for each event that has a label.
"""
import json, sys

def records(path):
    """(partition, offset, value) of each line."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            partition, offset, value = line.rstrip("\n").split("\t", 2)
            yield int(partition), int(offset), value

labels = {}
for partition, _, value in records(sys.argv[2]):
    label = json.loads(value)
    labels[partition, label["offset"]] = label

for partition, offset, value in records(sys.argv[1]):
    label = labels.get((partition, offset))  # none yet, or the event was no point and is in the dead letters
    if label:
        print(json.dumps({"partition": partition, "offset": offset, "event": json.loads(value),
                          "cluster": label["cluster"], "model": label["model"], "tail": label.get("tail")}))
