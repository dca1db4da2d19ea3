using System.Runtime.InteropServices;
using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>Lessons in a state. Raw scores are bytes: a detector that failed has none, which JSON has no number for.</summary>
internal static class LessonJson
{
    public static void Write(Utf8JsonWriter writer, string name, IEnumerable<Lesson> lessons)
    {
        writer.WriteStartArray(name);
        foreach (Lesson lesson in lessons)
        {
            writer.WriteStartObject();
            writer.WriteBase64String("raw", MemoryMarshal.AsBytes(lesson.Raw.AsSpan()));
            writer.WriteBoolean("ordinary", lesson.IsOrdinary);
            writer.WritePropertyName("window");
            LogJson.Write(writer, lesson.Window);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static IEnumerable<Lesson> Read(JsonElement lessons) => lessons.EnumerateArray().Select(lesson => new Lesson(
        LogJson.ReadWindow(lesson.GetProperty("window")),
        MemoryMarshal.Cast<byte, float>(lesson.GetProperty("raw").GetBytesFromBase64()).ToArray(),
        lesson.GetProperty("ordinary").GetBoolean()));
}
