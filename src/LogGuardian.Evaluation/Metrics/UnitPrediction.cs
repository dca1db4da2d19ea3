namespace LogGuardian.Evaluation;

/// <summary>One unit of the test set with what is true and what a method said: a row of the predictions csv.</summary>
/// <param name="Unit">The unit's key.</param>
/// <param name="Label">Whether it is truly anomalous.</param>
/// <param name="Score">The method's score, higher is stranger.</param>
/// <param name="Predicted">Whether the score reached the method's threshold.</param>
public readonly record struct UnitPrediction(string Unit, bool Label, double Score, bool Predicted);
