using System.Text.Json;

namespace LogGuardian.Core;

/// <content>What was learned, what is being learned, and the models to go back to and to compare with. The shadow knows what the model that judges knows.</content>
internal sealed partial class StreamLearner
{
    public string StateName => "learning";

    public int StateVersion => 3;

    public void SaveState(Utf8JsonWriter writer)
    {
        _gate.Wait();
        try
        {
            writer.WriteStartObject();
            _progress.Save(writer);
            if (_started)
            {
                writer.WriteStartObject("stream");
                SaveStream(writer);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }
        finally
        {
            _gate.Release();
        }
    }

    public void LoadState(JsonElement section, int version)
    {
        _gate.Wait();
        try
        {
            _progress.Load(section);
            _started = _options.ContinueOnNormal && section.TryGetProperty("stream", out JsonElement stream);
            _sentinels.Clear();
            _alarms.Clear();
            DropLessons();
            _hasCheckpoint = false;
            _ = _trial?.Work.GetAwaiter().GetResult();
            _trial = null;
            if (_started)
            {
                LoadStream(section.GetProperty("stream"));
                RenewShadow();
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private void SaveStream(Utf8JsonWriter writer)
    {
        writer.WriteNumber("clock", _clock);
        writer.WriteNumber("epochStart", _epochStart);
        writer.WriteNumber("anchoredAt", _anchoredAt);
        writer.WriteNumber("judged", _judged);
        writer.WriteNumber("sinceCheckpoint", _sinceCheckpoint);
        writer.WriteBoolean("isSuspect", _isSuspect);
        writer.WriteNumber("surge", _surge.Wealth);
        writer.WriteNumber("drift", _drift.Wealth);
        LessonJson.Write(writer, "lessons", _lessons);
        SaveTrial(writer);
        _sentinels.Save(writer);
        _quarantine.Save(writer);
        writer.WriteStartArray("alarms");
        foreach (LogWindow alarm in _alarms)
        {
            LogJson.Write(writer, alarm);
        }

        writer.WriteEndArray();
        writer.WritePropertyName("anchor");
        writer.WriteRawValue(_anchor.Save(), skipInputValidation: true);
        if (_hasCheckpoint)
        {
            writer.WritePropertyName("checkpoint");
            writer.WriteRawValue(_checkpoint.Save(), skipInputValidation: true);
        }
    }

    private void LoadStream(JsonElement stream)
    {
        _clock = stream.GetProperty("clock").GetInt64();
        _epochStart = stream.GetProperty("epochStart").GetInt64();
        _anchoredAt = stream.GetProperty("anchoredAt").GetInt64();
        _judged = stream.GetProperty("judged").GetInt64();
        _sinceCheckpoint = stream.GetProperty("sinceCheckpoint").GetInt64();
        _isSuspect = stream.GetProperty("isSuspect").GetBoolean();
        _surge.Wealth = stream.GetProperty("surge").GetDouble();
        _drift.Wealth = stream.GetProperty("drift").GetDouble();
        foreach (Lesson lesson in ReadLessons(stream.GetProperty("lessons")))
        {
            _lessons.Add(lesson);
            _lines += lesson.Window.Count;
        }

        LoadTrial(stream);
        _sentinels.Load(stream);
        _quarantine.Load(stream);
        foreach (JsonElement alarm in stream.GetProperty("alarms").EnumerateArray())
        {
            _alarms.Enqueue(LogJson.ReadWindow(alarm));
        }

        _anchor.Load(stream.GetProperty("anchor"));
        _hasCheckpoint = stream.TryGetProperty("checkpoint", out JsonElement checkpoint);
        if (_hasCheckpoint)
        {
            _checkpoint.Load(checkpoint);
        }
    }

    /// <summary>With the verdict, as if it had been waited for. Which reported windows were looked at in vain this time is not kept.</summary>
    private void SaveTrial(Utf8JsonWriter writer)
    {
        if (_trial is null)
        {
            return;
        }

        writer.WriteStartObject("trial");
        writer.WriteString("problem", _trial.Work.GetAwaiter().GetResult().Problem);
        writer.WriteBoolean("isAccepted", _trial.IsAccepted);
        writer.WriteNumber("learned", _trial.Learned);
        LessonJson.Write(writer, "lessons", _trial.Lessons);
        writer.WriteEndObject();
    }

    /// <summary>A state of before epochs were learned little by little has none.</summary>
    private void LoadTrial(JsonElement stream)
    {
        if (stream.TryGetProperty("trial", out JsonElement trial))
        {
            _trial = new Trial([.. ReadLessons(trial.GetProperty("lessons"))], Task.FromResult(new Verdict(trial.GetProperty("problem").GetString(), [])))
            {
                IsAccepted = trial.GetProperty("isAccepted").GetBoolean(),
                Learned = trial.GetProperty("learned").GetInt32(),
            };
        }
    }

    private IEnumerable<Lesson> ReadLessons(JsonElement lessons) => LessonJson.Read(lessons).Select(lesson => lesson.Raw.Length == _detectors.Count
        ? lesson
        : throw new JsonException(FormattableString.Invariant($"A lesson has {lesson.Raw.Length} raw scores; there must be one of each of {_detectors.Count} detectors. Learn again.")));
}
