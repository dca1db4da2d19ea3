using LogGuardian.Evaluation;

namespace LogGuardian.Tests.Evaluation.Units;

public sealed class EvaluationUnitTests
{
    [Fact]
    public void ToWindow_OfEvents_IsLinesOfTheirTemplatesInOrder()
    {
        var events = new EventTable();
        LogTemplate first = new(new TemplateId(1), "up"), second = new(new TemplateId(2), "down");
        int up = events.IndexOf(first), down = events.IndexOf(second);
        LogWindow window = new EvaluationUnit("a", new[] { down, up, down }).ToWindow(events);
        Assert.Equal([second, first, second], window.Lines.ToArray().Select(line => line.Template));
        Assert.Equal([1, 2, 3], window.Lines.ToArray().Select(line => line.Line.LineId));
        Assert.All(window.Lines.ToArray(), line => Assert.True(line.Content.IsEmpty));
    }

    [Fact]
    public void ToWindow_OfLines_IsTheirs()
    {
        var events = new EventTable();
        var unit = new EvaluationUnit("a", new[] { events.IndexOf(new LogTemplate(new TemplateId(1), "up")) });
        LogWindow window = unit.ToWindow(events);
        Assert.Same(window, (unit with { Window = window }).ToWindow(events));
    }
}
