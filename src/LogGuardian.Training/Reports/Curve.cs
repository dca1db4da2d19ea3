namespace LogGuardian.Training;

/// <summary>
/// A value over steps, in little memory however long the training is: 1,024 stretches at most; when they are full, neighbours become one, so that the oldest detail leaves while extremes stay.
/// The smoothed value is a mean in which older values count less, 0.95 for each step back; the first values weigh as much as they are, as TensorBoard corrects it.
/// </summary>
internal sealed class Curve
{
    private const int Room = 1024;
    private const double Memory = 0.95;

    private readonly List<CurvePoint> _points = new(Room);
    private int _each = 1;
    private int _inLast;
    private double _sum;
    private double _weight;

    /// <summary>The stretches in order.</summary>
    public IReadOnlyList<CurvePoint> Points => _points;

    /// <summary>Values so far that are finite.</summary>
    public long Count { get; private set; }

    /// <summary>Values that were infinite or no number; they are in no stretch.</summary>
    public long Broken { get; private set; }

    /// <summary>The values, of each stretch its extremes.</summary>
    public IReadOnlyList<(double X, double Y)> Raw =>
        [.. _points.SelectMany(point => point.Low == point.High ? [(point.Last, point.Value)] : ((double, double)[])[(point.First, point.Low), (point.Last, point.High)])];

    /// <summary>The smoothed values.</summary>
    public IReadOnlyList<(double X, double Y)> Smoothed => [.. _points.Select(point => (point.Last, point.Smooth))];

    public void Add(double step, double value)
    {
        if (!double.IsFinite(value))
        {
            Broken++;
            return;
        }

        Count++;
        _sum = (Memory * _sum) + ((1 - Memory) * value);
        _weight = (Memory * _weight) + (1 - Memory);
        var point = new CurvePoint(step, step, value, value, value, _sum / _weight);
        if (_points.Count > 0 && _inLast < _each)
        {
            _points[^1] = _points[^1].With(point);
            _inLast++;
            return;
        }

        if (_points.Count == Room)
        {
            for (int i = 0; i < Room / 2; i++)
            {
                _points[i] = _points[2 * i].With(_points[(2 * i) + 1]);
            }

            _points.RemoveRange(Room / 2, Room / 2);
            _each *= 2;
        }

        _points.Add(point);
        _inLast = 1;
    }
}
