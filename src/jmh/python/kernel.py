"""E-step and accumulation in NumPy, to compare KernelLoad with: points a CPU second, one thread, by shape.

Whitened log-densities by a matrix product a component over 1000 points, then statistics by matrix products. Run with
OMP_NUM_THREADS=1, before and after it, and compare in ratios:

    mvn -q -Pbench -DskipTests package exec:exec@load -Dload="io.emstream.KernelLoad gaussian-full 8x8"
    OMP_NUM_THREADS=1 python3 src/jmh/python/kernel.py
"""

import time

import numpy as np

POINTS = 20_000
BATCH = 1000
SECONDS = 2.0


class Kernel:
    def __init__(self, dimension, clusters, random):
        means = random.normal(size=(clusters, dimension)) * 0.01
        noise = random.normal(size=(clusters, dimension, dimension)) * 0.01
        covariances = np.eye(dimension) + (noise + noise.transpose(0, 2, 1)) / 2
        factors = np.linalg.cholesky(covariances)
        self.whitening = np.ascontiguousarray(np.linalg.inv(factors).transpose(0, 2, 1))
        self.shift = np.einsum("kd,kde->ke", means, self.whitening)
        log_determinants = 2 * np.log(np.einsum("kii->ki", factors)).sum(1)
        self.constant = -np.log(clusters) - 0.5 * (dimension * np.log(2 * np.pi) + log_determinants)
        self.weight = np.zeros(clusters)
        self.first = np.zeros((clusters, dimension))
        self.second = np.zeros((clusters, dimension, dimension))
        self.log_likelihood = 0.0

    def add(self, x):
        clusters = len(self.weight)
        joint = np.empty((len(x), clusters))
        for k in range(clusters):
            z = x @ self.whitening[k] - self.shift[k]
            joint[:, k] = self.constant[k] - 0.5 * np.einsum("ij,ij->i", z, z)
        peak = joint.max(1)
        parts = np.exp(joint - peak[:, None])
        total = parts.sum(1)
        self.log_likelihood += (peak + np.log(total)).sum()
        parts /= total[:, None]
        self.weight += parts.sum(0)
        self.first += parts.T @ x
        for k in range(clusters):
            self.second[k] += (x * parts[:, k, None]).T @ x


def rate(dimension, clusters):
    random = np.random.default_rng(1)
    kernel = Kernel(dimension, clusters, random)
    points = random.normal(size=(POINTS, dimension))
    batches = [points[i : i + BATCH] for i in range(0, POINTS, BATCH)]
    for batch in batches:
        kernel.add(batch)
    start = time.process_time()
    done = 0
    while time.process_time() - start < SECONDS:
        for batch in batches:
            kernel.add(batch)
        done += POINTS
    return done / (time.process_time() - start)


if __name__ == "__main__":
    for dimension, clusters in [(2, 4), (8, 8), (32, 16), (64, 32)]:
        print(f"{dimension}x{clusters} {rate(dimension, clusters):.0f}", flush=True)
