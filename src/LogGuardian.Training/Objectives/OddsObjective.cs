using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace LogGuardian.Training;

/// <summary>
/// Log-odds of windows must be those of a teacher, of their labels, or something between (distillation: Hinton et al., arXiv 1503.02531): cross entropy of chances, those of the teacher
/// softened by a temperature.
/// </summary>
internal sealed class OddsObjective : IObjective
{
    private readonly WindowModel _model;
    private readonly MessageVectors _vectors;
    private readonly IReadOnlyList<TrainingWindow> _windows;

    /// <param name="model">Learns.</param>
    /// <param name="vectors">Vectors of the messages.</param>
    /// <param name="windows">Those that the model can read at once.</param>
    public OddsObjective(WindowModel model, MessageVectors vectors, IReadOnlyList<TrainingWindow> windows) => (_model, _vectors, _windows) = (model, vectors, windows);

    /// <summary>What a teacher says of each window, calibrated; without it, all must have labels.</summary>
    public IReadOnlyList<float>? Teacher { get; init; }

    /// <summary>By what log-odds are divided before they are compared with those of the teacher.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>How much the label of a window counts beside the teacher.</summary>
    public double HardShare { get; init; }

    /// <summary>How far the chances of labels stay from 0 and 1.</summary>
    public double Smoothing { get; init; }

    /// <summary>The least share of the rarer class.</summary>
    public double Minority { get; init; }

    /// <summary>Share of messages that are left out, doubled or moved.</summary>
    public double Edits { get; init; }

    /// <summary>Windows of an epoch.</summary>
    public int MaxSamples { get; init; } = int.MaxValue;

    public int[] Order(Random random) =>
        ClassBalance.Order([.. _windows.Select((window, i) => window.IsAnomaly ?? Teacher![i] > 0)], Minority, MaxSamples, random);

    public Tensor Loss(ReadOnlySpan<int> samples, Random random)
    {
        var windows = new TrainingWindow[samples.Length];
        float[] soft = new float[windows.Length];
        float[] hard = new float[windows.Length];
        float[] hardShare = new float[windows.Length];
        for (int i = 0; i < windows.Length; i++)
        {
            TrainingWindow window = _windows[samples[i]];
            windows[i] = Edits > 0 ? WindowEdits.Of(window, Edits, _model.Record.MaxMessages, random) : window;
            soft[i] = Teacher is null ? 0 : (float)(1 / (1 + Math.Exp(-Teacher[samples[i]] / Temperature)));
            hard[i] = (float)(window.IsAnomaly == true ? 1 - Smoothing : Smoothing);
            hardShare[i] = Teacher is null ? 1 : window.IsAnomaly is null ? 0 : (float)HardShare;
        }

        Tensor odds = _model.LogOdds(windows, _vectors, random).Times(_model.Record.Calibration.Slope).Plus(_model.Record.Calibration.Bias);
        Tensor share = tensor(hardShare, device: odds.device);
        Tensor labels = F.binary_cross_entropy_with_logits(odds, tensor(hard, device: odds.device), reduction: nn.Reduction.None);
        Tensor taught = F.binary_cross_entropy_with_logits(odds.Over(Temperature), tensor(soft, device: odds.device), reduction: nn.Reduction.None).Times(Temperature * Temperature);
        return (labels * share).Plus(taught * share.neg().Plus(1)).mean();
    }
}
