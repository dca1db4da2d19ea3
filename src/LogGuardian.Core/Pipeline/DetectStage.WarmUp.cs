using System.Globalization;
using Microsoft.Extensions.Logging;

namespace LogGuardian.Core;

/// <content>Sources of which it is not yet known what is normal.</content>
internal sealed partial class DetectStage
{
    private async ValueTask WarmUpAsync(LogWindow window, WarmUpStage stage, ICollection<Detection> detections, CancellationToken cancellationToken)
    {
        RawScores raw = await ScoreRawAsync([window], isLearning: true, cancellationToken).ConfigureAwait(false);
        float score = calibration.Score(raw.Of(0).Span);
        float limit = threshold.Resolve(calibration, progress.TimePerWindow);
        bool isStrange = score >= limit;
        IReadOnlyList<Evidence> evidence = isStrange || stage == WarmUpStage.First ? Collect(window, raw.Of(0).Span) : [];
        bool isBad = isStrange && (TellsFailure(evidence) || (!feedback.IsEmpty && feedback.Judge(window, score, limit, evidence).Resemblance is not null));
        bool isReported = isBad && stage == WarmUpStage.Longer;
        if (!isReported)
        {
            // What is new to a model that should be complete does not say how strange normal windows will be once it is known.
            if (isStrange && stage == WarmUpStage.Longer)
            {
                await learner.TeachAsync(window, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await learner.TeachAsync(window, raw.Of(0), cancellationToken).ConfigureAwait(false);
            }

            counters.Learned();
        }

        WarmUpReport warmUp = progress.Count(window, isStrange && !isBad, learning);
        if (stage == WarmUpStage.First)
        {
            _warmUp.Hold(window.Source, new HeldWindow(window, raw.Of(0).ToArray(), evidence, raw.FailureOf(0)));
            if (_warmUp.IsFull)
            {
                progress.Complete(window.Source);
            }
            else if (warmUp.Stage == WarmUpStage.First)
            {
                return;
            }

            learner.Fit();
            Release(window.Source, detections);
        }
        else if (isReported)
        {
            detections.Add(Decide(window, raw.Of(0).Span, raw.FailureOf(0), evidence));
        }
        else
        {
            string state = warmUp.Stage == WarmUpStage.Done && !warmUp.IsCalm ? "The warm-up ends unfinished" : "Still warming up";
            long most = (long)learning.WarmUpLines * SourceWarmUp.MostTimes;
            detections.Add(Unscored(window, string.Create(
                CultureInfo.InvariantCulture, $"{state}: {warmUp.New} of the last {warmUp.Recent} windows of '{window.Source}' had something new; line {warmUp.Lines} of at most {most}."), raw.FailureOf(0)));
        }

        if (warmUp.Stage == WarmUpStage.Longer)
        {
            return;
        }

        learner.Fit();
        if (!warmUp.IsCalm)
        {
            Unsure(logger, window.Source, warmUp.Lines, warmUp.New, warmUp.Recent);
        }
    }

    /// <summary>The windows of a warm-up that is over, or has become longer.</summary>
    private void Release(string source, ICollection<Detection> detections)
    {
        IReadOnlyList<HeldWindow> learned = _warmUp.Release(source);
        int lines = learned.Sum(held => held.Window.Count);
        foreach (HeldWindow held in learned)
        {
            detections.Add(Unscored(held.Window, string.Create(CultureInfo.InvariantCulture, $"Learned as normal: among the first {lines} lines of '{source}'."), held.Failure));
        }
    }

    /// <summary>Half of the windows soon after the warm-up hold what was never seen, and none of it speaks of a failure: the warm-up was too short.</summary>
    private async ValueTask LookForFloodAsync(Detection detection, CancellationToken cancellationToken)
    {
        LogWindow window = detection.Window;
        if (!learning.ContinueOnNormal || window.IsOpen || progress.StageOf(window.Source, learning.WarmUpLines) != WarmUpStage.Young)
        {
            return;
        }

        bool isNew = detection.IsAnomaly && detection.Evidence.Count > 0 && IsNews(window, detection.Evidence[0]) && !TellsFailure(detection.Evidence);
        if (progress.Count(window, isNew, learning).Stage == WarmUpStage.Longer)
        {
            await learner.ForgetAsync(window.Source, cancellationToken).ConfigureAwait(false);
            Flooded(logger, window.Source, LogText.Printable(detection.Evidence is [var first, ..] ? first.Template.Text : "", MaxQuote));
        }
    }

    /// <summary>Whether it may be strange only because too little is known. Of other windows than sessions, more or less of what is known is no such thing.</summary>
    private static bool IsNews(LogWindow window, Evidence strongest) => strongest.Kind switch
    {
        EvidenceKind.UnseenTemplate or EvidenceKind.UnseenValue or EvidenceKind.UnexpectedOrder or EvidenceKind.UnexpectedEnd or EvidenceKind.UnlikeSequence => true,
        EvidenceKind.UnusualCount or EvidenceKind.UnusualMix => window.Kind == WindowKind.Session,
        _ => false,
    };

    /// <summary>Whether it may be an incident. Where lines have no severity, the words of most of the evidence must do: one of them says little.</summary>
    private static bool TellsFailure(IReadOnlyList<Evidence> evidence)
    {
        int telling = 0;
        foreach (Evidence piece in evidence)
        {
            if (piece.Lines.Any(line => line.Severity >= LogSeverity.Error))
            {
                return true;
            }

            telling += piece.Lines.All(line => line.Severity == LogSeverity.Unspecified) && TemplateWords.Of(piece.Template.Text).TellsFailure ? 1 : 0;
        }

        return telling > 0 && 2 * telling >= evidence.Count;
    }

    [LoggerMessage(EventId = 10, Level = LogLevel.Warning, Message = "The warm-up of {Source} ends after {Lines} lines, though {New} of the last {Recent} windows had something new; expect false alarms")]
    private static partial void Unsure(ILogger logger, string source, long lines, int @new, int recent);

    [LoggerMessage(EventId = 11, Level = LogLevel.Warning, Message = "Half of the latest windows of {Source} hold what was never seen, such as \"{Template}\", and no failures: the warm-up goes on")]
    private static partial void Flooded(ILogger logger, string source, string template);
}
