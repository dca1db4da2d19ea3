using LogGuardian.Evaluation;
using LogGuardian.Tests.Core.Sources;

namespace LogGuardian.Tests.Evaluation.Reports;

public sealed class PredictionFileTests
{
    [Fact]
    public async Task Write_AnyPrediction_ReadsBackTheSame()
    {
        UnitPrediction[] rows =
        [
            new("blk_-1608999687919862906", true, 0.1 + 0.2, true),
            new("a,b", false, double.NegativeInfinity, false),
            new("say \"no\"", false, double.PositiveInfinity, true),
            new("two\r\nlines", true, -1.5e-300, false),
            new("", false, double.MaxValue, false),
            new("ünïcode", true, -0.0, true),
        ];
        using var folder = new TempFolder();
        string path = Path.Combine(folder.Path, "predictions.csv");
        await PredictionFile.WriteAsync(path, rows);
        PredictionSet set = await PredictionFile.ReadAsync(path, threshold: 0.5);
        Assert.Equal(rows, set.Predictions);
        Assert.Equal(0.5, set.Threshold);
        Assert.StartsWith("unit,label,score,predicted\nblk_-1608999687919862906,1,0.30000000000000004,1\n\"a,b\",0,-Infinity,0\n\"say \"\"no\"\"\",0,", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_WindowsLineEndsAndNoLastOne_IsUnderstood()
    {
        using var folder = new TempFolder();
        PredictionSet set = await PredictionFile.ReadAsync(folder.Write("p.csv", "unit,label,score,predicted\r\na,1,2,1\r\n\"b\",0,1e3,0"));
        Assert.Equal([new UnitPrediction("a", true, 2, true), new UnitPrediction("b", false, 1000, false)], set.Predictions);
        Assert.Null(set.Threshold);
    }

    [Theory]
    [InlineData("", "row 0: the header is not 'unit,label,score,predicted'")]
    [InlineData("unit,score\n", "row 1: the header is not")]
    [InlineData("unit,label,score,predicted\na,1,2\n", "row 2: there are 3 fields, not 4")]
    [InlineData("unit,label,score,predicted\na,b,1,2,1\n", "row 2: there are 5 fields, not 4")]
    [InlineData("unit,label,score,predicted\n\na,1,2,1\n", "row 2: there are 1 fields, not 4")]
    [InlineData("unit,label,score,predicted\na,1,2,1\nb,yes,2,1\n", "row 3: the label 'yes' is neither 0 nor 1")]
    [InlineData("unit,label,score,predicted\na,1,2,2\n", "row 2: the prediction '2' is neither 0 nor 1")]
    [InlineData("unit,label,score,predicted\na,1,x,1\n", "row 2: the score 'x' is no number")]
    [InlineData("unit,label,score,predicted\na,1,NaN,1\n", "row 2: the score 'NaN' is no number")]
    [InlineData("unit,label,score,predicted\n\"a,1,2,1\n", "row 2: a quoted field is not closed")]
    [InlineData("unit,label,score,predicted\n\"a\"b,1,2,1\n", "row 2: something follows a closing quote")]
    public async Task Read_WhatBreaksTheFormat_IsNamed(string text, string problem)
    {
        using var folder = new TempFolder();
        string path = folder.Write("p.csv", text);
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => PredictionFile.ReadAsync(path));
        Assert.StartsWith($"'{path}', {problem}", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }
}
