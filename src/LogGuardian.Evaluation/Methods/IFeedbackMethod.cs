namespace LogGuardian.Evaluation;

/// <summary>A method that can be told the label of a unit after it was judged, as an operator answers a report; see <see cref="Protocol.AdaptLabels"/>.</summary>
public interface IFeedbackMethod
{
    /// <summary>Tells the label of a unit; takes effect at once.</summary>
    /// <param name="unit">The unit with its label.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    ValueTask TellAsync(EvaluationUnit unit, CancellationToken cancellationToken = default);
}
