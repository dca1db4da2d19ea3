namespace LogGuardian.Inference;

/// <summary>Puts matches and what stands between them together as a <see cref="SplitBehavior"/> asks for.</summary>
internal ref struct SplitParts(TextPieces output, int origin, SplitBehavior behavior)
{
    private int _start;
    private int _end;
    private bool _isMatch;

    /// <summary>Takes the next part.</summary>
    public void Add(int start, int end, bool isMatch)
    {
        if (end <= start)
        {
            return;
        }

        bool joins = _end > _start && behavior switch
        {
            SplitBehavior.Contiguous => isMatch == _isMatch,
            SplitBehavior.MergedWithPrevious => isMatch && !_isMatch,
            SplitBehavior.MergedWithNext => _isMatch && !isMatch,
            _ => false,
        };
        if (joins)
        {
            _end = end;
        }
        else
        {
            Finish();
            (_start, _end) = (start, end);
        }

        _isMatch = isMatch;
    }

    public readonly void Finish()
    {
        if (behavior != SplitBehavior.Removed || !_isMatch)
        {
            output.Add(origin + _start, origin + _end);
        }
    }
}
