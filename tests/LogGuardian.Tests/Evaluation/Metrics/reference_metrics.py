"""Metrics of scikit-learn for the cases on standard input, as JSON; one answer for each case."""
import json
import sys
import warnings

import numpy as np
from scipy import stats
from sklearn import metrics
from sklearn.calibration import calibration_curve

warnings.filterwarnings("ignore")


def answer(case):
    label = np.array(case["labels"], dtype=int)
    predicted = np.array(case["predicted"], dtype=int)
    # scikit-learn refuses infinite scores; dense ranks are in the same order with the same ties.
    score = np.unique(np.array([float(value) for value in case["scores"]]), return_inverse=True)[1].astype(float)
    positives = int(label.sum())
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(label, predicted, average="binary", zero_division=0)
    precisions, recalls, _ = metrics.precision_recall_curve(label, score)
    result = {
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "mcc": metrics.matthews_corrcoef(label, predicted),
        "rocAuc": metrics.roc_auc_score(label, score) if 0 < positives < len(label) else None,
        "averagePrecision": metrics.average_precision_score(label, score) if positives > 0 else None,
        "bestF1": float(np.max(2 * precisions * recalls / np.maximum(precisions + recalls, 1e-300))) if positives > 0 else None,
        "calibrationError": None,
    }
    if case["areProbabilities"]:
        probability = np.array([float(value) for value in case["scores"]])
        share, mean = calibration_curve(label, probability, n_bins=10, pos_label=1)
        bins = np.searchsorted(np.linspace(0, 1, 11)[1:-1], probability)
        count = np.bincount(bins, minlength=10)
        result["calibrationError"] = float(np.sum(count[count > 0] * np.abs(share - mean)) / len(label))
    return result


print(json.dumps({
    "cases": [answer(case) for case in json.load(sys.stdin)],
    "studentQuantiles": [stats.t.ppf(0.975, degrees) for degrees in range(1, 201)],
}))
