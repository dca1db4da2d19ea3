using System.Collections.ObjectModel;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace LogGuardian.Training;

/// <summary>
/// Windows to learn from: their messages as a model reads them, values already masked, each different message kept once. Not safe for concurrent callers.
/// </summary>
public sealed class TrainingSet
{
    /// <summary>The most different messages; further ones make <see cref="Add(IReadOnlyList{string}, bool?)"/> fail.</summary>
    public const int MaxMessages = 4_000_000;

    /// <summary>The most windows.</summary>
    public const int MaxWindows = 16_000_000;

    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private readonly List<string> _messages = [];
    private readonly List<TrainingWindow> _windows = [];

    /// <summary>The different messages, in the order in which they came.</summary>
    public ReadOnlyCollection<string> Messages => _messages.AsReadOnly();

    /// <summary>The windows, in the order in which they came.</summary>
    public ReadOnlyCollection<TrainingWindow> Windows => _windows.AsReadOnly();

    /// <summary>Adds a window.</summary>
    /// <param name="messages">Its messages in order; at least one.</param>
    /// <param name="isAnomaly">Whether it is anomalous; null where nobody knows.</param>
    /// <exception cref="ArgumentException">The window is empty.</exception>
    /// <exception cref="InvalidOperationException">The set is full.</exception>
    public void Add(IReadOnlyList<string> messages, bool? isAnomaly)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (messages.Count == 0)
        {
            throw new ArgumentException("The window has no messages; a window to learn from has at least one. Leave it out.", nameof(messages));
        }

        int[] indices = new int[messages.Count];
        for (int i = 0; i < indices.Length; i++)
        {
            indices[i] = IndexOf(messages[i]);
        }

        Add(indices, isAnomaly);
    }

    /// <summary>Adds a message without a window, or finds it.</summary>
    /// <param name="message">Its text.</param>
    /// <returns>Its index in <see cref="Messages"/>.</returns>
    /// <exception cref="InvalidOperationException">The set is full.</exception>
    public int IndexOf(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(_indices, message, out bool known);
        if (!known)
        {
            if (_messages.Count == MaxMessages)
            {
                _indices.Remove(message);
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"The set has {MaxMessages:N0} different messages, the most it takes. Mask their values, or learn from fewer lines."));
            }

            index = _messages.Count;
            _messages.Add(message);
        }

        return index;
    }

    /// <summary>Adds a window of messages that are known.</summary>
    /// <param name="messages">Indices of <see cref="Messages"/>; at least one.</param>
    /// <param name="isAnomaly">Whether it is anomalous; null where nobody knows.</param>
    /// <param name="lineLabels">See <see cref="TrainingWindow.LineLabels"/>.</param>
    /// <exception cref="InvalidOperationException">The set is full.</exception>
    internal void Add(int[] messages, bool? isAnomaly, ReadOnlyMemory<bool> lineLabels = default)
    {
        if (_windows.Count == MaxWindows)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"The set has {MaxWindows:N0} windows, the most it takes. Learn from fewer."));
        }

        _windows.Add(new TrainingWindow(messages, isAnomaly) { LineLabels = lineLabels });
    }

    /// <summary>The same windows, of which only some keep their labels. Labels of lines, which whoever labels a few windows does not give, are left out.</summary>
    /// <param name="windows">Places in <see cref="Windows"/> of those that keep theirs, such as <see cref="FewShotTuning.Suggest"/> gives; none for a set without labels.</param>
    /// <exception cref="ArgumentOutOfRangeException">A place is not in the set.</exception>
    public TrainingSet WithLabelsOf(IEnumerable<int> windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        HashSet<int> kept = [];
        foreach (int place in windows)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(place, nameof(windows));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, _windows.Count, nameof(windows));
            kept.Add(place);
        }

        var set = new TrainingSet();
        _messages.ForEach(message => set.IndexOf(message));
        set._windows.AddRange(_windows.Select((window, i) => window with { IsAnomaly = kept.Contains(i) ? window.IsAnomaly : null, LineLabels = default }));
        return set;
    }

    /// <summary>A checksum of all messages and windows, in lower-case hexadecimal digits.</summary>
    internal string Checksum()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string message in _messages)
        {
            hash.AppendData(BitConverter.GetBytes(message.Length));
            hash.AppendData(MemoryMarshal.AsBytes(message.AsSpan()));
        }

        foreach (TrainingWindow window in _windows)
        {
            hash.AppendData([window.IsAnomaly switch { null => (byte)2, true => 1, false => 0 }]);
            hash.AppendData(BitConverter.GetBytes(window.Messages.Length));
            hash.AppendData(MemoryMarshal.AsBytes(window.Messages.Span));
            hash.AppendData(MemoryMarshal.AsBytes(window.LineLabels.Span));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
