"""Scores the rows of a CSV file by a model: python3 score.py MODEL.json POINTS.csv

Prints a line of JSON for each: the cluster, all responsibilities and the log-density. NumPy is all it needs.
"""
import csv, json, math, sys
import numpy as np

def log_density(family, component, x):
    """ln p(x | component) of the features that are there; NaN is one that is not."""
    seen = ~np.isnan(x)
    x = x[seen]
    if "mean" in component:  # the Gaussians
        spread = component.get("covariance") or np.diag(component.get("variances") or [component["variance"]] * len(seen))
        covariance = np.array(spread)[np.ix_(seen, seen)]
        difference = x - np.array(component["mean"])[seen]
        distance = difference @ np.linalg.solve(covariance, difference)
        return -0.5 * (len(x) * math.log(2 * math.pi) + np.linalg.slogdet(covariance)[1] + distance)
    n, p = int((family.split(":") + [1])[1]), np.array(component["probabilities"])[seen]  # bernoulli, binomial:n
    return sum(math.log(math.comb(n, int(c))) for c in x) + np.sum(x * np.log(p) + (n - x) * np.log1p(-p))

def label(model, x):
    joint = {str(c["id"]): math.log(c["weight"]) + log_density(model["family"], c, x) for c in model["components"]}
    cluster, noise = max(joint, key=joint.get), model.get("noise")
    if noise:  # a constant density over a box, for outliers; the same formula as logDensity where nothing is missing
        joint["outlier"] = math.log(noise["weight"]) - 5 - np.sum(np.log(noise["widths"])[~np.isnan(x)])
    total = np.logaddexp.reduce(list(joint.values()))
    return {"cluster": int(cluster), "responsibilities": {k: math.exp(v - total) for k, v in joint.items()}, "logDensity": total}

if __name__ == "__main__":
    model = json.load(open(sys.argv[1]))
    for row in csv.DictReader(open(sys.argv[2])):
        print(json.dumps(label(model, np.array([float(row[name] or "nan") for name in model["features"]]))))
