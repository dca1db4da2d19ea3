using LogGuardian.Inference;
using static TorchSharp.torch;

namespace LogGuardian.Training;

/// <summary>
/// A model that tells of windows whether they are anomalous, and that can learn: a <see cref="TrainableModel"/> with a decoder, or a <see cref="PooledModel"/> without. Kept in a folder. Not safe for concurrent callers.
/// </summary>
public abstract class WindowModel : IDisposable
{
    private protected WindowModel(string folder, ModelRecord record, MessageTokenizer tokenizer) => (Folder, Record, Tokenizer) = (folder, record, tokenizer);

    /// <summary>Where it is kept.</summary>
    public string Folder { get; }

    /// <summary>Sizes of the encoder.</summary>
    public EncoderShape Encoder => Network.Encoder.Shape;

    /// <summary>What of a log the model reads.</summary>
    public BundleMessage Message => Record.Message;

    /// <summary>What its answers are worth.</summary>
    public BundleCalibration Calibration => Record.Calibration;

    /// <summary>What it says of itself.</summary>
    public ModelCard Card
    {
        get => Record.Card;
        set => Record = Record with { Card = value ?? throw new ArgumentNullException(nameof(value)) };
    }

    internal ModelRecord Record { get; set; }

    internal MessageTokenizer Tokenizer { get; }

    internal abstract MessageNetwork Network { get; }

    /// <summary>Opens a model, of whichever kind it is.</summary>
    /// <param name="folder">Where it is kept.</param>
    /// <param name="device">See <see cref="TrainableModelOptions.Device"/>.</param>
    /// <exception cref="InvalidDataException">It is not such a folder, or damaged; the message says what must be what.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="DllNotFoundException">Torch is not there; the message says what to do.</exception>
    public static WindowModel Open(string folder, string device = "cpu")
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return ModelRecord.Read(folder).Width is null ? TrainableModel.Open(folder, device) : PooledModel.Open(folder, device);
    }

    /// <summary>Writes weights and what the model says of itself into its folder, thin matrices added to their own.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public abstract void Save();

    /// <summary>What the model says of windows: log-odds of an anomaly by its calibration, above 0 for "anomalous".</summary>
    /// <param name="set">Windows; their labels are not looked at.</param>
    /// <returns>One number for each window.</returns>
    public IReadOnlyList<float> Score(TrainingSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return Array.ConvertAll(WindowScores.Of(this, set, set.Windows), OddsOf);
    }

    /// <summary>Releases the weights.</summary>
    public void Dispose()
    {
        Network.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Log-odds of an anomaly by a score.</summary>
    internal float OddsOf(float score) => (Calibration.Slope * score) + Calibration.Bias;

    /// <summary>What it says of windows that it can read at once, before the calibration: above 0 is "anomalous".</summary>
    /// <param name="windows">At most <see cref="ModelRecord.MaxMessages"/> messages each.</param>
    /// <param name="vectors">Gives the vectors of their messages.</param>
    /// <param name="random">For edits of messages.</param>
    /// <returns>One number for each.</returns>
    internal abstract Tensor LogOdds(IReadOnlyList<TrainingWindow> windows, MessageVectors vectors, Random random);
}
