"""Draws the mixtures of the quality suite, and points from them; writes src/test/resources/quality/streams.

A stream is a small file: which mixtures, from which point on, how many points. Its points are never stored: they are a pure
function of the file, here and in io.emstream.quality.DrawnStream, equal to rounding.

  point i of stream s for purpose q (0 to learn from, 1 held out, 2 for calibration here)
    base  = SplitMix64(s, q)                       SplitMix64(s, j) = mix(s + (j + 1) * 0x9E3779B97F4A7C15) modulo 2^64
    u_j   = (SplitMix64(base, i * stride + j) >> 11) * 2^-53          stride = 1 + 2 * ceil(d / 2)
    k     = the first component whose cumulative weight exceeds u_0, else the last
    z     = Box and Muller's pairs of (u_1, u_2), (u_3, u_4), ...: sqrt(-2 ln(1 - u_1)) (cos, sin)(2 pi u_2)
    x     = mean_k + L_k z                         L_k = lower Cholesky factor of the covariance

Streams: S<seed> stationary, of 2-20 clusters in 2-16 dimensions, at least 100 000 points and 20 per free parameter; H<seed> in
32 and 64 dimensions; and of 600 000 points with 5 clusters in the plane: D1 all means jump at half, D2 the means turn about
their centroid by half a turn, D3 the last cluster is born at a third and the first one dies at two thirds. Weights are
Dirichlet(2), covariances have random axes and log-uniform eigenvalues, the spread of the means is found by bisection so that
the labels of largest posterior have a wanted adjusted Rand index (Bayes ARI). Seeds 1001.. are for choosing rules, 2001.. for
reports.

Run from the top of the repository: python3 src/test/python/quality/streams.py
"""

import csv
import gzip
import json
import math
import pathlib

import numpy as np

FOLDER = pathlib.Path("src/test/resources/quality")
HELD_OUT = 20_000
LEARN, HOLD_OUT, CALIBRATE = 0, 1, 2
SELECTION = range(1001, 1021)
REPORT = range(2001, 2031)
DRIFT_SELECTION = range(1101, 1105)
DRIFT_REPORT = range(2101, 2111)
HIGH = {1201: (32, 16, 200_000), 2201: (32, 16, 200_000), 2202: (64, 32, 100_000)}
GAMMA = np.uint64(0x9E3779B97F4A7C15)


# ---------------------------------------------------------------------------------------------------- the generator


def split_mix(seed, index):
    """Output number index (from 0) of SplitMix64 started at seed."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + (np.asarray(index, dtype=np.uint64) + np.uint64(1)) * GAMMA
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def uniforms(seed, purpose, first, number, stride):
    base = split_mix(seed, purpose)
    index = np.arange(first * stride, (first + number) * stride, dtype=np.uint64)
    return ((split_mix(base, index) >> np.uint64(11)) * 2.0**-53).reshape(number, stride)


class Mixture:
    """Weights (K), means (K, d) and full covariances (K, d, d)."""

    def __init__(self, weights, means, covariances):
        self.weights, self.means, self.covariances = map(np.asarray, (weights, means, covariances))
        self.factors = np.linalg.cholesky(self.covariances)

    @property
    def dimension(self):
        return self.means.shape[1]

    def log_joint(self, x):
        """log(w_k N(x; mean_k, covariance_k)): (n, K)."""
        d = self.dimension
        joint = np.empty((len(x), len(self.weights)))
        for k, factor in enumerate(self.factors):
            z = (x - self.means[k]) @ np.linalg.inv(factor).T
            weight = math.log(self.weights[k]) if self.weights[k] > 0 else -math.inf
            joint[:, k] = (
                weight
                - 0.5 * d * math.log(2 * math.pi)
                - np.log(np.diag(factor)).sum()
                - 0.5 * np.einsum("ij,ij->i", z, z)
            )
        return joint

    def log_density(self, x):
        joint = self.log_joint(x)
        top = joint.max(axis=1)
        return top + np.log(np.exp(joint - top[:, None]).sum(axis=1))

    def turned(self, angle):
        """With means turned in the plane about their centroid."""
        centre = self.means.mean(axis=0)
        c, s = math.cos(angle), math.sin(angle)
        return Mixture(self.weights, centre + (self.means - centre) @ np.array([[c, s], [-s, c]]), self.covariances)

    def points(self, u):
        """Points and their components, from uniforms (n, stride)."""
        k, z = self.standard(u)
        x = np.empty_like(z)
        for j in range(len(self.weights)):
            mine = k == j
            x[mine] = self.means[j] + z[mine] @ self.factors[j].T
        return x, k

    def standard(self, u):
        k = np.minimum(np.searchsorted(np.cumsum(self.weights), u[:, 0], side="right"), len(self.weights) - 1)
        radius = np.sqrt(-2 * np.log1p(-u[:, 1::2]))
        angle = 2 * math.pi * u[:, 2::2]
        z = np.empty((len(u), u.shape[1] - 1))
        z[:, 0::2] = radius * np.cos(angle)
        z[:, 1::2] = radius * np.sin(angle)
        return k, z[:, : self.dimension]


class Stream:
    """What a file says."""

    def __init__(self, document):
        self.name = document["name"]
        self.seed = document["seed"]
        self.number = document["points"]
        self.half_turns = document["halfTurns"]
        self.starts = [phase["from"] for phase in document["phases"]]
        self.mixtures = [read_mixture(phase["model"]) for phase in document["phases"]]

    @staticmethod
    def read(name):
        return Stream(json.loads(gzip.decompress((FOLDER / "streams" / f"{name}.json.gz").read_bytes())))

    @property
    def stride(self):
        return 1 + 2 * math.ceil(self.mixtures[0].dimension / 2)

    def phase(self, i):
        return max(p for p, start in enumerate(self.starts) if start <= i)

    def learned(self, first, number):
        """Points first .. first + number - 1, their components, and log-joint densities (n, K) under the truth of the time."""
        xs, ks, joints = [], [], []
        at = first
        while at < first + number:
            phase = self.phase(at)
            end = min([first + number] + [start for start in self.starts if start > at])
            x, k, joint = self.of_phase(phase, at, end - at)
            xs.append(x), ks.append(k), joints.append(joint)
            at = end
        return np.concatenate(xs), np.concatenate(ks), np.concatenate(joints)

    def of_phase(self, phase, first, number):
        mixture = self.mixtures[phase]
        u = uniforms(self.seed, LEARN, first, number, self.stride)
        if self.half_turns == 0:
            x, k = mixture.points(u)
            return x, k, mixture.log_joint(x)
        # Means move with each point: draw about the means at rest, then shift; densities likewise.
        x, k = mixture.points(u)
        centre = mixture.means.mean(axis=0)
        angle = math.pi * self.half_turns * (np.arange(first, first + number) / self.number)
        c, s = np.cos(angle)[:, None], np.sin(angle)[:, None]
        arm = mixture.means - centre
        shift = np.empty((number, len(arm), 2))
        shift[:, :, 0] = centre[0] + c * arm[:, 0] - s * arm[:, 1] - mixture.means[:, 0]
        shift[:, :, 1] = centre[1] + s * arm[:, 0] + c * arm[:, 1] - mixture.means[:, 1]
        x = x + shift[np.arange(number), k]
        joint = np.stack([mixture.log_joint(x - shift[:, j])[:, j] for j in range(len(arm))], axis=1)
        return x, k, joint

    def held_out(self, number=HELD_OUT):
        """Points of the last phase that are not learned, and their components; not for streams that turn."""
        return self.mixtures[-1].points(uniforms(self.seed, HOLD_OUT, 0, number, self.stride))


def read_mixture(document):
    components = document["components"]
    return Mixture(
        [component["weight"] for component in components],
        [component["mean"] for component in components],
        [component["covariance"] for component in components],
    )


# ---------------------------------------------------------------------------------------------------- measures


def adjusted_rand(a, b):
    """Hubert & Arabie 1985."""
    table = np.zeros((int(a.max()) + 1, int(b.max()) + 1))
    np.add.at(table, (a, b), 1)
    pairs = lambda counts: float((counts * (counts - 1) / 2).sum())
    both, rows, columns, total = pairs(table), pairs(table.sum(1)), pairs(table.sum(0)), pairs(np.array([len(a)]))
    expected = rows * columns / total
    limit = (rows + columns) / 2
    return 1.0 if limit == expected else (both - expected) / (limit - expected)


def bayes_ari(mixture, seed, purpose=CALIBRATE, number=HELD_OUT):
    stride = 1 + 2 * math.ceil(mixture.dimension / 2)
    x, k = mixture.points(uniforms(seed, purpose, 0, number, stride))
    return adjusted_rand(mixture.log_joint(x).argmax(axis=1), k)


def free_parameters(clusters, d):
    return clusters - 1 + clusters * (d + d * (d + 1) // 2)


# ---------------------------------------------------------------------------------------------------- drawing


def covariance(random, d):
    axes, r = np.linalg.qr(random.normal(size=(d, d)))
    axes = axes * np.sign(np.diag(r))
    scale = math.exp(random.uniform(-0.5, 0.5))
    return axes @ np.diag(scale * np.exp(random.uniform(math.log(0.3), math.log(3), d))) @ axes.T


def shapes(random, clusters, d):
    """Weights, directions of the means and covariances."""
    weights = random.dirichlet(np.full(clusters, 2.0))
    return weights, random.normal(size=(clusters, d)), np.array([covariance(random, d) for _ in range(clusters)])


def spread(weights, directions, covariances, wanted, measure):
    """Bisection on a factor of the means until the measure of the mixture is what is wanted."""
    low, high = 0.0, 30.0
    for _ in range(24):
        factor = (low + high) / 2
        if measure(Mixture(weights, factor * directions, covariances)) < wanted:
            low = factor
        else:
            high = factor
    return Mixture(weights, high * directions, covariances)


def stationary(seed, shape=None):
    random = np.random.default_rng(seed)
    if shape is None:
        clusters, d = int(random.integers(2, 21)), int(random.integers(2, 17))
        number = max(100_000, 20 * free_parameters(clusters, d))
    else:
        d, clusters, number = shape
    wanted = random.uniform(0.8, 0.97)
    mixture = spread(*shapes(random, clusters, d), wanted, lambda m: bayes_ari(m, seed))
    return ("S" if shape is None else "H") + str(seed), seed, number, 0, [(0, mixture)]


def jump(seed):
    phases = []
    random = np.random.default_rng([seed, 1])
    weights, directions, covariances = shapes(random, 5, 2)
    for start in (0, 300_000):
        phases.append((start, spread(weights, directions, covariances, 0.88, lambda m: bayes_ari(m, seed))))
        directions = random.normal(size=directions.shape)
    return f"D1-{seed}", seed, 600_000, 0, phases


def turn(seed):
    random = np.random.default_rng([seed, 2])
    angles = np.linspace(0, math.pi, 7)
    over_time = lambda m: np.mean([bayes_ari(m.turned(angle), seed) for angle in angles])
    return f"D2-{seed}", seed, 600_000, 1, [(0, spread(*shapes(random, 5, 2), 0.88, over_time))]


def birth_and_death(seed):
    random = np.random.default_rng([seed, 3])
    full = spread(*shapes(random, 5, 2), 0.88, lambda m: bayes_ari(m, seed))
    phases = [(0, without(full, 4)), (200_000, full), (400_000, without(full, 0))]
    return f"D3-{seed}", seed, 600_000, 0, phases


def without(mixture, k):
    weights = mixture.weights.copy()
    weights[k] = 0
    return Mixture(weights / weights.sum(), mixture.means, mixture.covariances)


# ---------------------------------------------------------------------------------------------------- files


def rounded(values, digits=6):
    values = np.asarray(values)
    return [float(f"{v:.{digits}g}") for v in values] if values.ndim == 1 else [rounded(row, digits) for row in values]


def model_document(name, mixture, digits=6):
    """A mixture as emstream's own JSON; components of no weight keep their place, with a weight of 1e-300."""
    components = [
        {"id": k + 1, "weight": max(w, 1e-300), "mean": mean, "covariance": matrix}
        for k, (w, mean, matrix) in enumerate(
            zip(rounded(mixture.weights, 9), rounded(mixture.means, digits), rounded(mixture.covariances, digits))
        )
    ]
    return {
        "schema": 1,
        "name": name,
        "version": 1,
        "family": "gaussian-full",
        "dimension": mixture.dimension,
        "components": components,
    }


def write_gzipped(path, document):
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document, separators=(",", ":")).encode()
    path.write_bytes(gzip.compress(text, compresslevel=9, mtime=0))


def write(name, seed, number, half_turns, phases):
    document = {
        "name": name,
        "seed": seed,
        "points": number,
        "halfTurns": half_turns,
        "phases": [{"from": start, "model": model_document(name, mixture)} for start, mixture in phases],
    }
    write_gzipped(FOLDER / "streams" / f"{name}.json.gz", document)
    stream = Stream(document)
    mixture = stream.mixtures[-1]
    fifth = number // 5
    if half_turns:
        _, k, joint = stream.learned(number - fifth, fifth)
        ari = adjusted_rand(joint.argmax(axis=1), k)
    else:
        ari = bayes_ari(mixture, seed, HOLD_OUT)
    print(name, ari, flush=True)
    first, _, _ = stream.learned(0, 3)
    return {
        "stream": name,
        "clusters": len(mixture.weights),
        "dimension": mixture.dimension,
        "points": number,
        "parameters": free_parameters(len(mixture.weights), mixture.dimension),
        "bayes_ari": round(ari, 5),
    }, [(name, i, j, repr(float(first[i, j]))) for i in range(3) for j in range(first.shape[1])]


def all_streams():
    for seed in (*SELECTION, *REPORT):
        yield stationary(seed)
    for seed in (*DRIFT_SELECTION, *DRIFT_REPORT):
        yield from (jump(seed), turn(seed), birth_and_death(seed))
    for seed, shape in HIGH.items():
        yield stationary(seed, shape)


def main():
    rows, points = [], []
    for stream in all_streams():
        row, first = write(*stream)
        rows.append(row)
        points += first
        # Whole files every time: an interruption loses nothing.
        with open(FOLDER / "streams.csv", "w", newline="") as out:
            table = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
            table.writeheader()
            table.writerows(rows)
        with open(FOLDER / "first-points.csv", "w", newline="") as out:
            table = csv.writer(out, lineterminator="\n")
            table.writerow(["stream", "point", "coordinate", "value"])
            table.writerows(points)


if __name__ == "__main__":
    main()
