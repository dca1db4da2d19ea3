using LogGuardian.Inference;
using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>A model that tells of windows whether they are anomalous, whatever it is made of.</summary>
internal interface IWindowModel
{
    /// <summary>Where it is kept.</summary>
    string Folder { get; }

    MessageNetwork Network { get; }

    MessageTokenizer Tokenizer { get; }

    ModelRecord Record { get; set; }

    /// <summary>What it says of windows that it can read at once, before the calibration: above 0 is "anomalous".</summary>
    /// <param name="windows">At most <see cref="ModelRecord.MaxMessages"/> messages each.</param>
    /// <param name="vectors">Gives the vectors of their messages.</param>
    /// <param name="random">For edits of messages.</param>
    /// <returns>One number for each.</returns>
    Tensor LogOdds(IReadOnlyList<TrainingWindow> windows, MessageVectors vectors, Random random);

    void Save();
}
