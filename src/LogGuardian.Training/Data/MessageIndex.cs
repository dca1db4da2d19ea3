using System.Buffers;
using System.Text;
using LogGuardian.Inference;

namespace LogGuardian.Training;

/// <summary>Finds the messages of logs in a set, or adds them. Not safe for concurrent callers.</summary>
internal sealed class MessageIndex(TrainingSet set, BundleMessage message)
{
    private readonly ArrayBufferWriter<byte> _text = new();

    public int Of(in ParsedLog log) => set.IndexOf(TextOf(log));

    /// <summary>The message of a line of which only the content is known.</summary>
    public int Of(string content) => set.IndexOf(TextOf(content));

    public int[] Of(LogWindow window)
    {
        int[] messages = new int[window.Count];
        for (int i = 0; i < messages.Length; i++)
        {
            messages[i] = Of(window.Lines.Span[i]);
        }

        return messages;
    }

    public string TextOf(string content)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(content);
        return TextOf(new ParsedLog(new LogLine("", 1, utf8), utf8, LogTemplate.Unseen, default));
    }

    private string TextOf(in ParsedLog log)
    {
        _text.ResetWrittenCount();
        message.Write(log, _text);
        return Encoding.UTF8.GetString(_text.WrittenSpan);
    }
}
