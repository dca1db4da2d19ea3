using LogGuardian.Tests.Core.Sources;

namespace LogGuardian.Tests.Core.Sinks;

public sealed class SinkBuilderExtensionsTests
{
    private readonly AnomalyDetectorBuilder _builder = new();

    [Fact]
    public void EveryCall_ReturnsTheBuilder()
    {
        using TempFolder folder = new();
        using MemoryStream stream = new();
        Assert.Same(_builder, _builder.EmitToJsonLines(stream));
        Assert.Same(_builder, _builder.EmitToJsonLines(Path.Combine(folder.Path, "out.jsonl")));
        Assert.Same(_builder, _builder.EmitToText(TextWriter.Null));
        Assert.Same(_builder, _builder.EmitTo(_ => { }));
        Assert.Same(_builder, _builder.EmitTo((_, _) => ValueTask.CompletedTask));
    }

    [Fact]
    public void EmitToJsonLines_BadTarget_ThrowsAtTheCall()
    {
        using TempFolder folder = new();
        string missing = Path.Combine(folder.Path, "none");
        string below = Path.Combine(missing, "out.jsonl");
        Assert.Equal(
            "Stream is read-only; it must be writable. Pass a stream opened for writing. (Parameter 'stream')",
            Assert.Throws<ArgumentException>(() => _builder.EmitToJsonLines(new MemoryStream([], writable: false))).Message);
        Assert.Equal(
            $"Path is '{folder.Path}', a directory; it must be a file. Add a file name. (Parameter 'path')",
            Assert.Throws<ArgumentException>(() => _builder.EmitToJsonLines(folder.Path)).Message);
        Assert.Equal(
            $"Path is '{below}'; its directory must exist. Create '{missing}' first. (Parameter 'path')",
            Assert.Throws<ArgumentException>(() => _builder.EmitToJsonLines(below)).Message);
    }

    [Fact]
    public void EveryCall_WithoutATarget_ThrowsAtTheCall()
    {
        Assert.Throws<ArgumentNullException>(() => _builder.EmitToJsonLines((Stream)null!));
        Assert.Throws<ArgumentNullException>(() => _builder.EmitToJsonLines((string)null!));
        Assert.Throws<ArgumentNullException>(() => _builder.EmitToText(null!));
        Assert.Throws<ArgumentNullException>(() => _builder.EmitTo((Action<Detection>)null!));
        Assert.Throws<ArgumentNullException>(() => _builder.EmitTo((Func<Detection, CancellationToken, ValueTask>)null!));
    }
}
