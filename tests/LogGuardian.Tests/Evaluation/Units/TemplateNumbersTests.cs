using LogGuardian.Evaluation;
using LogGuardian.Tests.TestKit;

namespace LogGuardian.Tests.Evaluation.Units;

public class TemplateNumbersTests
{
    [Fact]
    public void Settle_SupersededTemplates_GetNoNumber()
    {
        LogTemplate alice = Logs.Template("user alice in");
        LogTemplate other = Logs.Template("link up");
        LogTemplate any = new(Logs.Template("user <*> in").Id, "user <*> in") { Supersedes = [alice.Id] };
        TemplateNumbers numbers = new();
        numbers.Settle([alice, other, any]);
        Assert.Equal(["link up", "user <*> in"], new[] { numbers.Events[0].Text, numbers.Events[1].Text });
        Assert.Equal(2, numbers.Events.Count);
        Assert.Equal(1, numbers.IndexOf(any));
    }

    [Fact]
    public void IndexOf_TemplateThatSupersedesAKnownOne_HasItsNumber()
    {
        LogTemplate alice = Logs.Template("job alice done");
        TemplateNumbers numbers = new();
        numbers.Settle([Logs.Template("disk full"), alice]);
        Assert.Equal(1, numbers.IndexOf(new LogTemplate(Logs.Template("job <*> done").Id, "job <*> done") { Supersedes = [alice.Id] }));
        Assert.Equal(2, numbers.IndexOf(Logs.Template("never seen")));
        Assert.Equal(3, numbers.Events.Count);
    }
}
