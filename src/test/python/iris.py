"""Writes src/test/resources/iris: Fisher's iris, and what scikit-learn makes of it.

For each of its covariance types, scikit-learn starts from the means of the three species, unit covariances and equal
weights, makes five iterations of EM without regularisation, and says the log-density and the responsibilities of each
flower. Run from the top of the repository: python3 src/test/python/iris.py
"""

import pathlib
import sys
import warnings

import numpy as np
import scipy
import sklearn
from sklearn.datasets import load_iris
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

warnings.simplefilter("ignore", ConvergenceWarning)
FOLDER = pathlib.Path("src/test/resources/iris")
VERSIONS = (
    f"# Python {sys.version.split()[0]}, NumPy {np.__version__}, SciPy {scipy.__version__},"
    f" scikit-learn {sklearn.__version__}\n"
)

iris = load_iris()
x = iris.data
means = np.array([x[iris.target == k].mean(axis=0) for k in range(3)])
d = x.shape[1]
units = {
    "full": np.array([np.eye(d)] * 3),
    "tied": np.eye(d),
    "diag": np.ones((3, d)),
    "spherical": np.ones(3),
}

with open(FOLDER / "iris.csv", "w") as csv:
    csv.write("sepal_length,sepal_width,petal_length,petal_width\n")
    for row in x:
        csv.write(",".join(str(value) for value in row) + "\n")

with open(FOLDER / "scikit-learn.csv", "w") as csv:
    csv.write(VERSIONS)
    csv.write("covariance,row,log_density,r1,r2,r3\n")
    for kind, precisions in units.items():
        mixture = GaussianMixture(
            3,
            covariance_type=kind,
            reg_covar=0,
            tol=0,
            max_iter=5,
            weights_init=np.full(3, 1 / 3),
            means_init=means,
            precisions_init=precisions,
        ).fit(x)
        densities = mixture.score_samples(x)
        parts = mixture.predict_proba(x)
        for row in range(len(x)):
            values = [densities[row], *parts[row]]
            csv.write(f"{kind},{row}," + ",".join(f"{value:.17g}" for value in values) + "\n")
