"""Refits scikit-learn's GaussianMixture on each window of the drifting streams: the peer that follows by starting again.

A window is 10 000 points; its labels are by the model of the window before, over the last fifth of the stream. A model is
either cold (a k-means start in each window) or warm (EM goes on from the model of the window before; the first one is cold,
best of 5, five windows earlier). Writes peer-drift.csv: adjusted Rand indices, and mean gaps to the true log-density.

With --from-truth as the first argument it writes drift-from-truth.csv instead, which says what windows allow at all: EM from
the truth of the time, to its end, on each window of 1000 to 10 000 points, and by how much the labels of the window after it
stay below the best ones, over the last fifth.

Run from the top of the repository: OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python3 src/test/python/quality/peer_drift.py
"""

import csv
import math
import sys
import warnings

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture
from streams import DRIFT_REPORT, FOLDER, Mixture, Stream, adjusted_rand

warnings.simplefilter("ignore", ConvergenceWarning)
WINDOW = 10_000
EARLIER = 5
WINDOWS = (1000, 2000, 5000, 10_000)


def fit(x, clusters, seed, before=None):
    if before is None:
        return GaussianMixture(clusters, tol=1e-4, max_iter=500, random_state=seed).fit(x)
    return GaussianMixture(
        clusters,
        tol=1e-4,
        max_iter=500,
        weights_init=before.weights_,
        means_init=before.means_,
        precisions_init=before.precisions_,
    ).fit(x)


def best_of(x, clusters, seed):
    return GaussianMixture(clusters, tol=1e-4, max_iter=500, n_init=5, random_state=seed).fit(x)


def labelled(stream, warm):
    windows = stream.number // WINDOW
    first = windows - windows // 5 - 1
    clusters = len(stream.mixtures[0].weights)
    window = lambda w: stream.learned(w * WINDOW, WINDOW)
    model = best_of(window(first - EARLIER)[0], clusters, stream.seed) if warm else None
    for w in range(first - EARLIER + 1 if warm else first, first + 1):
        model = fit(window(w)[0], clusters, stream.seed + w, model)
    labels, components, gaps = [], [], []
    for w in range(first + 1, windows):
        x, k, joint = window(w)
        found = Mixture(model.weights_, model.means_, model.covariances_)
        top = joint.max(axis=1)
        truth = top + np.log(np.exp(joint - top[:, None]).sum(axis=1))
        labels.append(found.log_joint(x).argmax(axis=1))
        components.append(k)
        gaps.append((truth - found.log_density(x)).mean())
        model = fit(x, clusters, stream.seed + w, model if warm else None)
    if not warm:
        # Every window has names of its own for its clusters: a stable one is that of the true cluster it meets most.
        labels = [stable(own, true) for own, true in zip(labels, components)]
    return adjusted_rand(np.concatenate(labels), np.concatenate(components)), float(np.mean(gaps))


def stable(labels, components):
    """Names by the truth: the best that any matching of clusters from window to window could do."""
    names = np.empty(labels.max() + 1, dtype=int)
    taken = set()
    for label in np.argsort(-np.bincount(labels)):
        counts = np.bincount(components[labels == label], minlength=1)
        order = [c for c in np.argsort(-counts) if c not in taken]
        names[label] = order[0] if order else 100 + label
        taken.add(names[label])
    return names[labels]


def truth_of(stream, at):
    mixture = stream.mixtures[stream.phase(at)]
    return mixture.turned(math.pi * stream.half_turns * at / stream.number) if stream.half_turns else mixture


def from_truth(x, mixture):
    living = mixture.weights > 0
    return GaussianMixture(
        int(living.sum()),
        tol=1e-4,
        max_iter=500,
        weights_init=mixture.weights[living] / mixture.weights[living].sum(),
        means_init=mixture.means[living],
        precisions_init=np.linalg.inv(mixture.covariances[living]),
    ).fit(x)


def deficit(stream, size):
    labels, best, components = [], [], []
    model = None
    for at in range(stream.number * 4 // 5 - size, stream.number, size):
        x, k, joint = stream.learned(at, size)
        if model is not None:
            labels.append(model.predict(x))
            best.append(joint.argmax(axis=1))
            components.append(k)
        model = from_truth(x, truth_of(stream, at + size / 2))
    labels, best, components = map(np.concatenate, (labels, best, components))
    return adjusted_rand(best, components) - adjusted_rand(labels, components)


def attainable(names):
    with open(FOLDER / "drift-from-truth.csv", "w", newline="") as out:
        to = csv.writer(out, lineterminator="\n")
        to.writerow(["stream", *(f"deficit_{size}" for size in WINDOWS)])
        for name in names or [f"D2-{seed}" for seed in DRIFT_REPORT]:
            stream = Stream.read(name)
            row = [name, *(f"{deficit(stream, size):.5f}" for size in WINDOWS)]
            print(*row, flush=True)
            to.writerow(row)


def main(names):
    rows = []
    for name in names or [f"D{kind}-{seed}" for kind in (1, 2, 3) for seed in DRIFT_REPORT]:
        stream = Stream.read(name)
        cold, warm = labelled(stream, False), labelled(stream, True)
        rows.append(
            {
                "stream": name,
                "cold_ari": f"{cold[0]:.5f}",
                "warm_ari": f"{warm[0]:.5f}",
                "cold_gap": f"{cold[1]:.5f}",
                "warm_gap": f"{warm[1]:.5f}",
                "version": sklearn.__version__,
            }
        )
        print(rows[-1], flush=True)
        with open(FOLDER / "peer-drift.csv", "w", newline="") as out:
            to = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
            to.writeheader()
            to.writerows(rows)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--from-truth"]:
        attainable(sys.argv[2:])
    else:
        main(sys.argv[1:])
