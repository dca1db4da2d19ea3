using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LogGuardian.Training;

/// <summary>
/// Keeps the states of a training in a folder: weights, optimizer, and how far it was. A state appears whole or not at all, and one that is damaged is passed over for the one before.
/// </summary>
internal sealed class Checkpoints(string folder)
{
    /// <summary>States that are kept; the oldest leaves first.</summary>
    private const int MaxKept = 2;

    private const string Pattern = "*.checkpoint";
    private const int HashBytes = 32;
    private const uint Magic = 0x5043474C;

    /// <summary>The newest state that is whole; null when there is none.</summary>
    public CheckpointState? Latest()
    {
        foreach (string file in Files().Reverse())
        {
            if (IsWhole(file))
            {
                using var reader = new BinaryReader(File.OpenRead(file));
                return ReadState(reader);
            }
        }

        return null;
    }

    /// <exception cref="TrainingException">There is no room or no right to write; what was there stays.</exception>
    public void Save(CheckpointState state, IReadOnlyDictionary<string, TorchParameter> weights, IReadOnlyDictionary<string, Tensor> best, AdamW optimizer)
    {
        string file = PathOf(state);
        string fresh = file + ".tmp";
        try
        {
            Directory.CreateDirectory(folder);
            using (FileStream stream = File.Create(fresh))
            {
                using var writer = new BinaryWriter(stream);
                writer.Write(Magic);
                writer.Write(JsonSerializer.Serialize(state, CheckpointJson.Default.CheckpointState));
                Write(writer, weights.Select(each => (each.Key, (Tensor)each.Value)));
                Write(writer, best.Select(each => (each.Key, each.Value)));

                optimizer.Save(writer);
                writer.Flush();
                stream.Position = 0;
                writer.Write(SHA256.HashData(stream));
                writer.Flush();
                stream.Flush(flushToDisk: true);
            }

            File.Move(fresh, file, overwrite: true);
            foreach (string old in Files().SkipLast(MaxKept))
            {
                File.Delete(old);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(fresh);
            throw new TrainingException($"The checkpoint {file} cannot be written: {e.Message} Make room or choose another folder, and go on from the checkpoint before.", e);
        }
    }

    /// <summary>Brings weights and optimizer back to a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="weights">Receive its numbers.</param>
    /// <param name="best">Receives the weights that did best so far.</param>
    /// <param name="optimizer">Receives its state.</param>
    /// <exception cref="TrainingException">The state is of another model.</exception>
    public void Restore(CheckpointState state, IReadOnlyDictionary<string, TorchParameter> weights, Dictionary<string, Tensor> best, AdamW optimizer)
    {
        using var reader = new BinaryReader(File.OpenRead(PathOf(state)));
        _ = ReadState(reader);
        using IDisposable scope = no_grad();
        try
        {
            int count = reader.ReadInt32();
            if (count != weights.Count)
            {
                throw new InvalidDataException(FormattableString.Invariant($"It has {count} weights; the model has {weights.Count}."));
            }

            for (int i = 0; i < count; i++)
            {
                weights[reader.ReadString()].Load(reader);
            }

            count = reader.ReadInt32();
            for (int i = 0; i < count; i++)
            {
                string name = reader.ReadString();
                Tensor one = zeros_like(weights[name]).DetachFromDisposeScope();
                best.Add(name, one);
                one.Load(reader);
            }

            optimizer.Load(reader);
        }
        catch (Exception e) when (e is ArgumentException or KeyNotFoundException or InvalidDataException)
        {
            throw new TrainingException($"The checkpoint in {folder} is of another model: {e.Message} Go on with the options of the run, or begin in another folder.", e);
        }
    }

    private static void Write(BinaryWriter writer, IEnumerable<(string Name, Tensor Weights)> all)
    {
        (string Name, Tensor Weights)[] ordered = [.. all.OrderBy(each => each.Name, StringComparer.Ordinal)];
        writer.Write(ordered.Length);
        foreach ((string name, Tensor weights) in ordered)
        {
            writer.Write(name);
            weights.Save(writer);
        }
    }

    /// <summary>What is left of a state that could not be written takes no room.</summary>
    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that is reported matters more.
        }
    }

    private static CheckpointState ReadState(BinaryReader reader)
    {
        _ = reader.ReadUInt32();
        return JsonSerializer.Deserialize(reader.ReadString(), CheckpointJson.Default.CheckpointState)!;
    }

    private static bool IsWhole(string file)
    {
        using FileStream stream = File.OpenRead(file);
        if (stream.Length < HashBytes + sizeof(uint))
        {
            return false;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 16];
        for (long left = stream.Length - HashBytes; left > 0;)
        {
            int read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
            hash.AppendData(buffer, 0, read);
            left -= read;
        }

        byte[] written = new byte[HashBytes];
        stream.ReadExactly(written);
        return hash.GetHashAndReset().AsSpan().SequenceEqual(written);
    }

    private string PathOf(CheckpointState state) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{state.Total:00000000}-{state.Name}.checkpoint"));

    private IEnumerable<string> Files() => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, Pattern).Order(StringComparer.Ordinal) : [];
}
