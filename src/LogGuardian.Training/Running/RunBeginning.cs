using LogGuardian.Inference;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LogGuardian.Training;

/// <summary>The model as it was when a run began: what holds a model where it was, or measures it before, needs it again when the run goes on, and the model's folder may be half saved.</summary>
internal static class RunBeginning
{
    private const string FileName = "begin.safetensors", CalibrationName = "calibration";

    /// <summary>Keeps a model in the folder of its run.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Keep(string folder, WindowModel model)
    {
        Dictionary<string, Weight> weights = ParameterSet.Named(model.Network.Parts).ToDictionary(each => each.Key, each => ParameterSet.ToWeight(each.Value), StringComparer.Ordinal);
        weights.Add(CalibrationName, new Weight([3], [model.Record.Calibration.Slope, model.Record.Calibration.Bias, model.Record.Calibration.Fitted ? 1 : 0]));
        SafeTensorsWriter.Write(Path.Combine(folder, FileName), weights, TensorKind.F32);
    }

    /// <summary>Brings a model back to where it was; where nothing is kept yet, nothing was learned either.</summary>
    public static void Recall(string folder, WindowModel model)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return;
        }

        using SafeTensorsReader reader = SafeTensorsReader.Open(path);
        using IDisposable scope = NewDisposeScope();
        using IDisposable fixedWeights = no_grad();
        foreach ((string name, TorchParameter weights) in ParameterSet.Named(model.Network.Parts))
        {
            if (reader.Find(name) is null || !reader.Read(name).Shape.SequenceEqual(weights.shape))
            {
                throw new TrainingException($"The run in '{folder}' is of another model: {name} has another shape there. Go on with the model of the run, or begin in another folder.");
            }

            weights.copy_(tensor(reader.Read(name).Values, weights.shape));
        }

        float[] calibration = reader.Read(CalibrationName).Values;
        model.Record = model.Record with { Calibration = new BundleCalibration(calibration[0], calibration[1], calibration is [_, _, > 0]) };
    }
}
