using System.Text;
using LogGuardian.Evaluation;
using LogGuardian.Tests.Evaluation.Data;

namespace LogGuardian.Tests.Evaluation.Units;

public sealed class TemplateEditsTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0.1, 3)]
    [InlineData(0.3, 9)]
    [InlineData(0.5, 15)]
    public void Choose_Share_IsThatOfTheTemplates(double share, int count)
    {
        var edits = new TemplateEdits(share, EditKind.Edited, seed: 1);
        edits.Choose(30);
        Assert.Equal(count, Enumerable.Range(0, 40).Count(edits.IsChosen));
        var others = new TemplateEdits(share, EditKind.Edited, seed: 2);
        others.Choose(30);
        Assert.NotEqual(Enumerable.Range(0, 30).Where(edits.IsChosen), Enumerable.Range(0, 30).Where(others.IsChosen));
    }

    [Fact]
    public void Apply_Lines_OfATemplateAreEditedAlikeAndKeepTheirValues()
    {
        var kinds = new HashSet<int>();
        for (int number = 0; number < 60; number++)
        {
            string[] first = Edit(EditKind.Edited, number, "Receiving block blk_17 from host alpha", "blk_17").Split(' ');
            string[] second = Edit(EditKind.Edited, number, "Receiving block blk_9041 from host alpha", "blk_9041").Split(' ');
            Assert.Equal(first.Select(word => word.Replace("blk_17", "blk_9041", StringComparison.Ordinal)), second);
            Assert.Contains("blk_17", first);
            Assert.NotEqual("Receiving block blk_17 from host alpha", string.Join(' ', first));
            kinds.Add(first.Length);
        }

        Assert.Equal([5, 6, 7], kinds.Order());
    }

    [Fact]
    public void Apply_Replaced_KeepsValuesAndNoWord()
    {
        string[] words = Edit(EditKind.Replaced, 4, "Receiving block blk_17 from host alpha", "blk_17").Split(' ');
        Assert.Equal(6, words.Length);
        Assert.Equal("blk_17", words[2]);
        Assert.Empty(words.Intersect(["Receiving", "block", "from", "host", "alpha"]));
    }

    [Fact]
    public async Task SplitsAsync_Edited_ChangesTheTestPartAlone()
    {
        string[] lines = [.. Enumerable.Range(0, 400).Select(i => $"- 1117838570 2005.06.03 R02-M1-N0-C:J12-U11 2005-06-03-15.42.50.{i:d6} R02-M1-N0-C:J12-U11 RAS KERNEL INFO {Message(i)}")];
        EvaluationData data = EvaluationData.Open("bgl", _folder.Write("BGL.log", string.Join('\n', lines) + "\n"));
        Protocol plain = Protocol.Find("logllm") with { Window = new() { Size = 20 } };
        EvaluationUnit[][] before = await ReadAsync(plain, data);
        EvaluationUnit[][] after = await ReadAsync(plain with { EditShare = 0.5 }, data);
        Assert.Equal(before[0].Select(TextsOf), after[0].Select(TextsOf));
        Assert.Equal(before[1].Length, after[1].Length);
        Assert.Equal(before[1].Select(unit => (unit.Key, unit.Label, unit.Events.Length)), after[1].Select(unit => (unit.Key, unit.Label, unit.Events.Length)));
        int[] known = [.. before[0].SelectMany(unit => unit.Events.ToArray()).Distinct()];
        int[] kept = [.. after[1].SelectMany(unit => unit.Events.ToArray()).Distinct().Intersect(known)];
        Assert.Equal((4, 2), (known.Length, kept.Length));
        Assert.NotEqual(TextsOf(before[1][0]), TextsOf(after[1][0]));
    }

    private static string Message(int i) => (i % 4) switch
    {
        0 => $"instruction cache parity corrected number {i}",
        1 => $"generating core dump for node {i}",
        2 => $"total of {i} detected rank symbols over five seconds",
        _ => $"ciod program image loaded successfully in {i} ms",
    };

    private static string TextsOf(EvaluationUnit unit) => string.Join('\n', unit.Window!.Lines.ToArray().Select(log => log.ToString()));

    private static string Edit(EditKind kind, int number, string content, string value)
    {
        var edits = new TemplateEdits(0.5, kind, seed: 7);
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        return Encoding.UTF8.GetString(edits.Apply(number, bytes, [new Parameter(content.IndexOf(value, StringComparison.Ordinal), value.Length, ParameterKind.Identifier)]));
    }

    private static async Task<EvaluationUnit[][]> ReadAsync(Protocol protocol, EvaluationData data)
    {
        EvaluationSplit split = await protocol.SplitsAsync(data, MethodNeeds.Lines).FirstAsync();
        return [await split.ReadTrainingAsync().ToArrayAsync(), await split.ReadTestAsync().ToArrayAsync()];
    }
}
