namespace LogGuardian.Parsing;

/// <summary>The working memory with which one thread reads lines.</summary>
internal sealed class LineScratch(MaskSet? masks = null)
{
    private const int ParameterBlock = 4_096;
    private Parameter[] _block = new Parameter[ParameterBlock];
    private int _used;

    // Whether the units of the last line were read, and not only its values.
    private bool _hasUnits;

    public LineScanner Scanner { get; } = new(masks);

    public UnitReader Units { get; } = new(masks);

    /// <summary>Finds the values of a line.</summary>
    /// <returns>Its hash.</returns>
    public ulong Scan(ReadOnlySpan<byte> content)
    {
        _hasUnits = false;
        return Scanner.Scan(content);
    }

    /// <summary>Cuts the scanned line into units.</summary>
    public void ReadUnits(ReadOnlySpan<byte> content)
    {
        Units.Read(content, Scanner.Values);
        _hasUnits = true;
    }

    /// <summary>The values of the line that was read last: masked ones, or, where its template has wildcards, its units that are values.</summary>
    /// <param name="content">The part of the content that was read.</param>
    /// <param name="cluster">Its template.</param>
    /// <param name="rest">Where a part follows that was not read, to be taken as one value; the length of the content when there is none.</param>
    /// <param name="length">Length of the content.</param>
    public ReadOnlyMemory<Parameter> Cut(ReadOnlySpan<byte> content, TemplateCluster cluster, int rest, int length)
    {
        Reserve((_hasUnits ? Math.Max(Scanner.Values.Length, Units.Units.Length) : Scanner.Values.Length) + 1);
        int start = _used;

        // Another thread may have just found that the template's units must be read.
        if (!cluster.ReadsUnits || !_hasUnits)
        {
            foreach (MaskedValue value in Scanner.Values)
            {
                Add(value.Start, value.Length, value.Kind);
            }
        }
        else if (Units.Shape == cluster.Shape)
        {
            CutUnits(cluster, 0, 0, cluster.Roles.Length);
        }
        else
        {
            CutWords(content, cluster);
        }

        if (rest < length)
        {
            Add(rest, length - rest, ParameterKind.Text);
        }

        return _block.AsMemory(start, _used - start);
    }

    /// <summary>
    /// In a line of another shape a word of several units ("LOCAL(0)") stands where the template has one value. Spaces are the same in both.
    /// </summary>
    private void CutWords(ReadOnlySpan<byte> content, TemplateCluster cluster)
    {
        ReadOnlySpan<Unit> units = Units.Units;
        int unit = 0;
        for (int place = 0; place < cluster.Roles.Length && unit < units.Length;)
        {
            int places = 1;
            while (place + places < cluster.Roles.Length && !cluster.Text.Gap(place + places).Contains(' '))
            {
                places++;
            }

            int count = 1;
            while (unit + count < units.Length && !HasSpace(content[End(units[unit + count - 1])..units[unit + count].Start]))
            {
                count++;
            }

            if (count == places)
            {
                CutUnits(cluster, unit, place, places);
            }
            else
            {
                AddWord(content, units[unit].Start, End(units[unit + count - 1]));
            }

            unit += count;
            place += places;
        }
    }

    private void CutUnits(TemplateCluster cluster, int unit, int place, int count)
    {
        ReadOnlySpan<Unit> units = Units.Units;
        for (int i = 0; i < count; i++)
        {
            if (cluster.Roles[place + i] == UnitRole.Value)
            {
                Add(units[unit + i].Start, units[unit + i].Length, units[unit + i].Kind);
            }
        }
    }

    /// <summary>A word with its brackets and quotes.</summary>
    private void AddWord(ReadOnlySpan<byte> content, int start, int end)
    {
        while (start > 0 && !ByteClass.IsSpace(content[start - 1]))
        {
            start--;
        }

        while (end < content.Length && content[end] is (byte)')' or (byte)']' or (byte)'}' or (byte)'>' or (byte)'"' or (byte)'\'')
        {
            end++;
        }

        Add(start, end - start, ParameterKind.Text);
    }

    private void Add(int start, int length, ParameterKind kind) => _block[_used++] = new Parameter(start, length, kind);

    private static int End(Unit unit) => unit.Start + unit.Length;

    private static bool HasSpace(ReadOnlySpan<byte> gap)
    {
        foreach (byte b in gap)
        {
            if (ByteClass.IsSpace(b))
            {
                return true;
            }
        }

        return false;
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
