namespace LogGuardian.Evaluation;

/// <summary>
/// Count vectors as rows of a matrix with a column for each event of the training set. Events that training never showed are not counted, as in loglizer;
/// of too many events, those in the most training units have a column.
/// </summary>
internal sealed class EventColumns
{
    private const int MaxColumns = 1_024;
    private readonly Dictionary<int, int> _columns = [];
    private readonly double[] _weights;

    /// <param name="sample">The training set.</param>
    /// <param name="weighted">Whether a count is multiplied by ln(units / units with the event), the tf-idf of loglizer.</param>
    public EventColumns(CountSample sample, bool weighted)
    {
        var units = new Dictionary<int, long>();
        foreach (EventCounts vector in sample.Vectors)
        {
            for (int i = 0; i < vector.Pairs.Length; i += 2)
            {
                units[vector.Pairs[i]] = units.GetValueOrDefault(vector.Pairs[i]) + vector.Units;
            }
        }

        KeyValuePair<int, long>[] kept = [.. units.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key).Take(MaxColumns)];
        _weights = new double[kept.Length];
        double all = sample.Units;
        for (int column = 0; column < kept.Length; column++)
        {
            _columns.Add(kept[column].Key, column);
            _weights[column] = weighted ? Math.Log(all / kept[column].Value) : 1;
        }
    }

    public int Count => _weights.Length;

    /// <summary>A row. All of it is written.</summary>
    public void Write(int[] pairs, Span<double> row)
    {
        row.Clear();
        for (int i = 0; i < pairs.Length; i += 2)
        {
            if (_columns.TryGetValue(pairs[i], out int column))
            {
                row[column] = pairs[i + 1] * _weights[column];
            }
        }
    }

    public double[] Row(int[] pairs)
    {
        var row = new double[Count];
        Write(pairs, row);
        return row;
    }
}
