namespace LogGuardian.Parsing;

/// <summary>The working memory with which one thread reads lines.</summary>
internal sealed class LineScratch(MaskSet? masks = null)
{
    private const int ParameterBlock = 4_096;
    private Parameter[] _block = new Parameter[ParameterBlock];
    private int _used;

    public LineScanner Scanner { get; } = new(masks);

    public UnitReader Units { get; } = new(masks);

    /// <summary>The values of the line that was read last: masked ones, or, where its template has wildcards, its units that are values.</summary>
    /// <param name="cluster">Its template.</param>
    /// <param name="rest">Where a part follows that was not read, to be taken as one value; the length of the content when there is none.</param>
    /// <param name="length">Length of the content.</param>
    public ReadOnlyMemory<Parameter> Cut(TemplateCluster cluster, int rest, int length)
    {
        ReadOnlySpan<MaskedValue> values = Scanner.Values;
        ReadOnlySpan<Unit> units = cluster.ReadsUnits ? Units.Units : default;
        Reserve(Math.Max(values.Length, units.Length) + 1);
        int start = _used;
        if (cluster.ReadsUnits && units.Length == cluster.Roles.Length)
        {
            for (int i = 0; i < units.Length; i++)
            {
                if (cluster.Roles[i] == UnitRole.Value)
                {
                    _block[_used++] = new Parameter(units[i].Start, units[i].Length, units[i].Kind);
                }
            }
        }
        else
        {
            foreach (MaskedValue value in values)
            {
                _block[_used++] = new Parameter(value.Start, value.Length, value.Kind);
            }
        }

        if (rest < length)
        {
            _block[_used++] = new Parameter(rest, length - rest, ParameterKind.Text);
        }

        return _block.AsMemory(start, _used - start);
    }

    private void Reserve(int most)
    {
        if (_block.Length - _used < most)
        {
            _block = new Parameter[Math.Max(ParameterBlock, most)];
            _used = 0;
        }
    }
}
