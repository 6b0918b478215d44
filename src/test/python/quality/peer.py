"""Fits scikit-learn's GaussianMixture to the quality suite's stationary streams: the batch peer of one pass.

For each stream: best of 5 k-means starts, full covariances, tol=1e-6, at most 500 iterations, all points of the stream. One
row in peer.csv and the fitted mixture in peer/<stream>.json.gz (emstream's own JSON), as soon as they are there; and one row
in from-truth.csv: EM started at the true mixture, the best that a search could find. Gaps are nats per point of the mean
log-density of held-out points to the true mixture's; ARI is on the last fifth of the learned points. A row that is there is
not made again; rows come in order of cost.

Run from the top of the repository: OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python3 src/test/python/quality/peer.py [stream ...]
"""

import csv
import sys
import time
import warnings

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture
from streams import FOLDER, Mixture, Stream, adjusted_rand, model_document, write_gzipped

warnings.simplefilter("ignore", ConvergenceWarning)
COLUMNS = [
    "stream", "points", "gap", "ari", "bayes_ari", "converged", "iterations", "mean_log_likelihood", "seconds", "version",
]  # fmt: skip


def table(name):
    path = FOLDER / name
    if not path.exists():
        return []
    with open(path, newline="") as lines:
        return list(csv.DictReader(lines))


def add(name, row):
    rows = sorted([r for r in table(name) if r["stream"] != row["stream"]] + [row], key=lambda r: r["stream"])
    with open(FOLDER / name, "w", newline="") as out:
        to = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        to.writeheader()
        to.writerows(rows)


def fit(stream, **options):
    x, k, joint = stream.learned(0, stream.number)
    clusters = len(stream.mixtures[0].weights)
    begun = time.process_time()
    fitted = GaussianMixture(clusters, covariance_type="full", tol=1e-6, max_iter=500, **options).fit(x)
    seconds = time.process_time() - begun
    found = Mixture(fitted.weights_, fitted.means_, fitted.covariances_)
    last = slice(len(x) - len(x) // 5, len(x))
    unseen, _ = stream.held_out()
    gap = (stream.mixtures[0].log_density(unseen) - found.log_density(unseen)).mean()
    return found, {
        "stream": stream.name,
        "points": stream.number,
        "gap": f"{gap:.6f}",
        "ari": f"{adjusted_rand(found.log_joint(x[last]).argmax(axis=1), k[last]):.5f}",
        "bayes_ari": f"{adjusted_rand(joint[last].argmax(axis=1), k[last]):.5f}",
        "converged": str(fitted.converged_).lower(),
        "iterations": fitted.n_iter_,
        "mean_log_likelihood": f"{found.log_density(x).mean():.6f}",
        "seconds": f"{seconds:.1f}",
        "version": sklearn.__version__,
    }


def from_truth(stream):
    truth = stream.mixtures[0]
    _, row = fit(
        stream,
        weights_init=truth.weights / truth.weights.sum(),
        means_init=truth.means,
        precisions_init=np.linalg.inv(truth.covariances),
    )
    add("from-truth.csv", row)
    print("from truth", row, flush=True)


def best_of_five(stream):
    found, row = fit(stream, n_init=5, random_state=stream.seed)
    add("peer.csv", row)
    write_gzipped(FOLDER / "peer" / f"{stream.name}.json.gz", model_document(stream.name, found, 7))
    print("best of 5 ", row, flush=True)


def cost(row):
    return int(row["points"]) * int(row["clusters"]) * (int(row["dimension"]) + 3) ** 2


def main(wanted):
    rows = sorted((row for row in table("streams.csv") if row["stream"][0] in "SH"), key=cost)
    names = wanted or [row["stream"] for row in rows if row["stream"][1] == "2"]
    for step, goldens in ((from_truth, "from-truth.csv"), (best_of_five, "peer.csv")):
        done = {row["stream"] for row in table(goldens)}
        for name in names:
            if name not in done:
                step(Stream.read(name))


if __name__ == "__main__":
    main(sys.argv[1:])
