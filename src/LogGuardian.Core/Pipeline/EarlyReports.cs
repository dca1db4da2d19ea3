namespace LogGuardian.Core;

/// <summary>Sees to it that an open session is reported at most once, and that the report of the closed one says that it replaces that.</summary>
internal sealed class EarlyReports
{
    private const int MaxSessions = 100_000;
    private readonly RecencyMap<bool> _reported = new(MaxSessions);
    private readonly Lock _gate = new();

    public IReadOnlyList<string> Keys
    {
        get
        {
            lock (_gate)
            {
                return [.. _reported.Entries.Select(entry => entry.Key)];
            }
        }
    }

    public void Add(string key)
    {
        lock (_gate)
        {
            _reported.Add(key, true, out _);
        }
    }

    /// <summary>Takes an admission back: the detection was not reported after all.</summary>
    public void Forget(Detection early)
    {
        lock (_gate)
        {
            _reported.Remove(early.Window.SessionKey!);
        }
    }

    /// <summary>The detection as it is to be reported, or null when it is not.</summary>
    public Detection? Admit(Detection detection)
    {
        if (detection.Window.SessionKey is not { } key)
        {
            return detection;
        }

        bool reported;
        lock (_gate)
        {
            reported = _reported.TryGet(key, out _);
            if (!detection.IsEarly)
            {
                _reported.Remove(key);
            }
        }

        if (!detection.IsEarly)
        {
            return reported ? detection with { RevisesEarly = true } : detection;
        }

        if (reported || !detection.IsAnomaly || detection.Evidence is not [{ } first, ..] || !Lasts(first))
        {
            return null;
        }

        Add(key);
        return detection;
    }

    /// <summary>Whether lines to come cannot take the evidence back: what is missing may still come.</summary>
    private static bool Lasts(Evidence evidence) => evidence.Lines.Count > 0 && evidence.Kind switch
    {
        EvidenceKind.UnusualCount or EvidenceKind.UnusualRate or EvidenceKind.UnusualVolume => evidence.Observed > evidence.Expected,
        EvidenceKind.MissingEvent or EvidenceKind.Silence => false,
        _ => true,
    };
}
