"""Labels a whole run again with nothing but NumPy, from the points and the models topic, and compares.

    python3 score.py DIRECTORY      # points, labels, models as AnswerCheck.export writes them

Prints one line of JSON: labels compared, and the largest differences. Families: gaussian-full.
"""

import json
import sys
from collections import defaultdict

import numpy as np

THRESHOLD = 1e-4  # responsibilities below it are left out of labels
HANDICAP = 5.0  # nats by which noise is thinner than the uniform density over its box


def rows(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            partition, place, value = line.rstrip("\n").split("\t", 2)
            yield (partition, place), json.loads(value)


def log_joint(model, x, seen):
    """log(weight * density) of the observed features, by component and, last, of the noise."""
    columns = []
    distances = []
    for component in model["components"]:
        mean = np.array(component["mean"])[seen]
        covariance = np.array(component["covariance"])[np.ix_(seen, seen)]
        difference = x - mean
        q = np.einsum("nd,nd->n", difference, np.linalg.solve(covariance, difference.T).T)
        log_density = -0.5 * (len(seen) * np.log(2 * np.pi) + np.linalg.slogdet(covariance)[1] + q)
        columns.append(np.log(component["weight"]) + log_density)
        distances.append(q)
    noise = model.get("noise")
    flat = np.log(noise["weight"]) - HANDICAP - np.log(np.array(noise["widths"])[seen]).sum() if noise else -np.inf
    columns.append(np.full(len(x), flat))
    return np.stack(columns, 1), np.stack(distances, 1)


def compare(model, points, labels, worst):
    values = np.array([[np.nan if v is None else v for v in p] for p in points])
    masks = defaultdict(list)
    for i, known in enumerate(~np.isnan(values)):
        masks[tuple(np.flatnonzero(known))].append(i)
    ids = [component["id"] for component in model["components"]]
    weights = np.array([component["weight"] for component in model["components"]])
    for seen, members in masks.items():
        if not seen:
            wanted = ids[int(np.argmax(weights))]
            assert all(labels[i]["status"] == "NOTHING_OBSERVED" and labels[i]["cluster"] == wanted for i in members)
            continue
        joint, distances = log_joint(model, values[np.ix_(members, seen)], list(seen))
        peak = joint.max(1, keepdims=True)
        log_density = (peak + np.log(np.exp(joint - peak).sum(1, keepdims=True)))[:, 0]
        responsibilities = np.exp(joint - log_density[:, None])
        best = joint[:, :-1].argmax(1)
        for row, i in enumerate(members):
            label = labels[i]
            assert label["status"] == "OK", label
            chosen = ids.index(label["cluster"])
            # Equal ones may be told apart by the last bit.
            worst["cluster"] = max(worst["cluster"], joint[row, best[row]] - joint[row, chosen])
            worst["logDensity"] = max(worst["logDensity"], abs(label["logDensity"] - log_density[row]))
            worst["outlier"] = max(worst["outlier"], abs(label.get("outlier", 0) - responsibilities[row, -1]))
            if len(seen) == 2:
                tail = np.exp(-0.5 * distances[row, chosen])
                worst["tail"] = max(worst["tail"], abs(label["tail"] - tail))
            told = label["responsibilities"]
            for k, name in enumerate(ids):
                value = responsibilities[row, k]
                if str(name) in told:
                    worst["responsibility"] = max(worst["responsibility"], abs(told[str(name)] - value))
                else:
                    worst["left out"] = max(worst["left out"], value - THRESHOLD)
    return len(points)


def main(directory):
    points = dict(rows(directory + "/points"))
    models = {}
    with open(directory + "/models", encoding="utf-8") as lines:
        for line in lines:
            model = json.loads(line)
            assert model["family"] == "gaussian-full"
            models[model["version"]] = model
    by_model = defaultdict(list)
    for place, label in rows(directory + "/labels"):
        by_model[label["model"]].append((points[place], label))
    worst = {name: 0.0 for name in ("cluster", "responsibility", "left out", "outlier", "logDensity", "tail")}
    compared = 0
    for version, pairs in by_model.items():
        compared += compare(models[version], [p for p, _ in pairs], [label for _, label in pairs], worst)
    print(json.dumps({"labels": compared, "models": len(models), "largest": max(worst.values()), **worst}))


if __name__ == "__main__":
    main(sys.argv[1])
