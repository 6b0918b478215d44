"""Batch references on real data, for one pass to be held to: writes real.csv.

faithful  scikit-learn, 2 full covariances, best of 10, all 272 rows; its mean log-likelihood on them
flights   scikit-learn, 6 full covariances, best of 5, on the first four fifths in order of departure; on the last fifth
digits    batch EM of 10 products of Bernoulli distributions on the first 1300 of the 1797 digits, best of 20 random starts,
          with one pseudo-trial per pixel and component at the pixel's mean; on the other 497

Run from the top of the repository: OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python3 src/test/python/quality/real.py
"""

import csv
import gzip
import pathlib

import numpy as np
import sklearn
from sklearn.mixture import GaussianMixture
from streams import FOLDER, adjusted_rand

RESOURCES = pathlib.Path("src/test/resources")
FLIGHTS = pathlib.Path("src/main/resources/io/emstream/app/demo/flights.csv.gz")


def faithful():
    x = np.loadtxt(RESOURCES / "faithful/faithful.csv", delimiter=",", skiprows=1)
    fitted = GaussianMixture(2, n_init=10, tol=1e-9, max_iter=1000, reg_covar=0, random_state=1).fit(x)
    return fitted.score(x), 0, f"scikit-learn {sklearn.__version__}"


def flights():
    with gzip.open(FLIGHTS, "rt") as lines:
        x = np.array([[float(cell) for cell in row[1:]] for row in list(csv.reader(lines))[1:]])
    cut = len(x) * 4 // 5
    fitted = GaussianMixture(6, n_init=5, tol=1e-6, max_iter=500, random_state=1).fit(x[:cut])
    print("smallest eigenvalue", min(np.linalg.eigvalsh(c).min() for c in fitted.covariances_), "weights", fitted.weights_)
    return fitted.score(x[cut:]), 0, f"scikit-learn {sklearn.__version__}"


class Bernoulli:
    def __init__(self, x, responsibilities, shrinkage):
        n = responsibilities.sum(axis=0)
        self.log_weights = np.log(n / n.sum())
        p = (responsibilities.T @ x + shrinkage) / (n[:, None] + 1)
        self.log_odds = np.log(p) - np.log1p(-p)
        self.offset = np.log1p(-p).sum(axis=1)

    def log_joint(self, x):
        return x @ self.log_odds.T + self.offset + self.log_weights

    def log_density(self, x):
        return np.logaddexp.reduce(self.log_joint(x), axis=1)


def bernoulli_em(x, clusters, random):
    shrinkage = np.clip(x.mean(axis=0), 0.005, 0.995)
    responsibilities = np.eye(clusters)[random.integers(0, clusters, len(x))]
    before = -np.inf
    for _ in range(1000):
        model = Bernoulli(x, responsibilities, shrinkage)
        joint = model.log_joint(x)
        total = np.logaddexp.reduce(joint, axis=1)
        responsibilities = np.exp(joint - total[:, None])
        if total.mean() - before < 1e-7:
            break
        before = total.mean()
    return before, model


def digits():
    rows = np.loadtxt(RESOURCES / "digits/digits-binary.csv", delimiter=",", skiprows=1)
    x, digit = rows[:, :64], rows[:, 64].astype(int)
    random = np.random.default_rng(1)
    fits = [bernoulli_em(x[:1300], 10, random) for _ in range(20)]
    unseen = [model.log_density(x[1300:]).mean() for _, model in fits]
    print("held out, all starts: mean", np.mean(unseen), "worst", min(unseen))
    best = max(fits, key=lambda fit: fit[0])[1]
    ari = adjusted_rand(best.log_joint(x[1300:]).argmax(axis=1), digit[1300:])
    return best.log_density(x[1300:]).mean(), ari, "batch EM"


def main():
    with open(FOLDER / "real.csv", "w", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["data", "mean_log_likelihood", "ari", "program"])
        for data in (faithful, digits, flights):
            likelihood, ari, program = data()
            table.writerow([data.__name__, f"{likelihood:.6f}", f"{ari:.4f}", program])
            out.flush()
            print(data.__name__, likelihood, ari, program, flush=True)


if __name__ == "__main__":
    main()
