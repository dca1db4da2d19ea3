namespace LogGuardian.Training;

/// <summary>What a tuning changed, measured on labelled windows while they were left out.</summary>
/// <param name="Labelled">Labelled windows.</param>
/// <param name="LeftOut">Those of them that could be left out: a window that is the only one of its class cannot.</param>
/// <param name="Epochs">The number of epochs that did best; 0 where the model was best as it was, and only its calibration changed.</param>
/// <param name="LossBefore">Mean cross entropy of the windows that were left out, by the model as it was; null when there are none.</param>
/// <param name="LossAfter">The same after so many epochs on the others.</param>
/// <param name="RightBefore">How many of them the model as it was answered right.</param>
/// <param name="RightAfter">How many after so many epochs on the others.</param>
public sealed record TuningReport(int Labelled, int LeftOut, int Epochs, double? LossBefore, double? LossAfter, int RightBefore, int RightAfter);
