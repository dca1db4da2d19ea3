using System.Text.Json;
using LogGuardian.Core;

namespace LogGuardian.Tests.Core.Numbers;

public class OrdinaryScoresTests
{
    [Fact]
    public void Border_OfManyScores_IsExceededByOneInAHundred()
    {
        var scores = new OrdinaryScores();
        foreach (int i in Enumerable.Range(0, 4_000))
        {
            scores.Add(i * 37 % 1_000);
        }

        Assert.InRange(scores.Border, 980, 995);
    }

    [Fact]
    public void Border_AfterAChange_FollowsTheLatest()
    {
        var scores = new OrdinaryScores();
        foreach (int i in Enumerable.Range(0, 4_000))
        {
            scores.Add(i < 2_000 ? 50 : 2);
        }

        Assert.Equal(2, scores.Border);
    }

    [Fact]
    public void Load_OfWhatWasSaved_GoesOnAsTheOther()
    {
        OrdinaryScores saved = new(), restored = new();
        foreach (int i in Enumerable.Range(0, 1_500))
        {
            saved.Add(i * 37 % 1_000);
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            saved.Save(writer);
        }

        using JsonDocument json = JsonDocument.Parse(buffer.ToArray());
        restored.Load(json.RootElement);
        Assert.Equal(saved.Border, restored.Border);
        foreach (int i in Enumerable.Range(0, 100))
        {
            saved.Add(5_000 + i);
            restored.Add(5_000 + i);
            Assert.Equal(saved.Border, restored.Border);
        }

        Assert.True(saved.Border >= 5_000, $"border {saved.Border}");
    }

    [Fact]
    public void Load_ScoresThatAreMissing_IsRefused()
    {
        using JsonDocument json = JsonDocument.Parse("""{"count":5,"border":1,"scores":[1,2]}""");
        var error = Assert.Throws<JsonException>(() => new OrdinaryScores().Load(json.RootElement));
        Assert.StartsWith("There are 2 scores of 5 normal windows; there must be all", error.Message, StringComparison.Ordinal);
    }
}
