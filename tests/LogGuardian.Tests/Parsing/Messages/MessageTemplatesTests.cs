using System.Globalization;
using System.Text;
using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Messages;

public sealed class MessageTemplatesTests
{
    [Fact]
    public void Find_SameTextFromOtherBytes_SharesTheTemplate()
    {
        var templates = new MessageTemplates(16);
        MessageTemplate plain = templates.Find("say \"{Word}\"")!;
        MessageTemplate escaped = templates.Find("say \\\"{Word}\\\""u8, escaped: true)!;
        Assert.Same(plain.Template, escaped.Template);
        Assert.Same(plain.Template, templates.Find("say \"{Word:l}\"")!.Template);
        Assert.Equal("say \"<Word>\"", plain.Text);
    }

    [Fact]
    public void Find_MoreTemplatesThanAreKept_ThoseMatchedLongestAgoLeaveAndKeepTheirIds()
    {
        var templates = new MessageTemplates(20);
        MessageTemplate first = templates.Find("kept {A}")!;
        TemplateId id = first.Template.Id;
        TemplateId forgotten = templates.Find("forgotten {A}")!.Template.Id;
        for (int i = 0; i < 100; i++)
        {
            Assert.Same(first, templates.Find("kept {A}"));
            _ = templates.Find(string.Create(CultureInfo.InvariantCulture, $"template {i} of {{A}}"));
            Assert.InRange(templates.Count, 1, 20);
        }

        Assert.Equal(id, templates.Find("kept {A}")!.Template.Id);
        Assert.Equal(forgotten, templates.Find("forgotten {A}")!.Template.Id);
    }

    [Fact]
    public void Find_MoreBytesThanATemplateHas_None()
    {
        var templates = new MessageTemplates(16);
        Assert.NotNull(templates.Find(new string('a', MessageTemplates.MaxTemplateBytes)));
        Assert.Null(templates.Find(new string('a', MessageTemplates.MaxTemplateBytes + 1)));
        Assert.Null(templates.Find(Encoding.UTF8.GetBytes(new string('a', MessageTemplates.MaxTemplateBytes + 1)), escaped: false));
        Assert.Null(templates.Find(""));
    }
}
