using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace LogGuardian.Hosting;

/// <summary>
/// The options of a pipeline as they are now. They are read again when the configuration changes, and taken over when they are valid and different. The options monitor would
/// throw into whoever reloads the configuration when they are not.
/// </summary>
internal sealed partial class PipelineSettings(string name, IOptionsFactory<LogGuardianOptions> factory, IConfiguration configuration, ILogger logger) : IDisposable
{
    private readonly Lock _gate = new();
    private LogGuardianOptions? _options;
    private string? _text;
    private CancellationTokenSource _change = new();

    /// <summary>The options, and a token that is cancelled when there are others.</summary>
    public (LogGuardianOptions Options, CancellationToken Change) Current
    {
        get
        {
            lock (_gate)
            {
                _text ??= Text();
                return (_options ??= factory.Create(name), _change.Token);
            }
        }
    }

    /// <summary>Follows changes of the configuration until it is disposed.</summary>
    /// <param name="note">Hears what is wrong with the configuration, and null when it is right.</param>
    public IDisposable Watch(Action<string?> note) => ChangeToken.OnChange(configuration.GetReloadToken, () => Reload(note));

    public void Dispose() => _change.Dispose();

    private void Reload(Action<string?> note)
    {
        try
        {
            string text = Text();
            LogGuardianOptions changed = factory.Create(name);
            CancellationTokenSource before;
            lock (_gate)
            {
                note(null);
                if (text == _text)
                {
                    return;
                }

                (_options, _text, before) = (changed, text, _change);
                _change = new CancellationTokenSource();
            }

            Changed(logger, name);
            before.Cancel();
            before.Dispose();
        }
        catch (Exception e)
        {
            note($"The configuration has changed and is not valid, so that the one before is in use: {e.Message}");
            Invalid(logger, e, name);
        }
    }

    private string Text() => string.Join('\n', configuration.GetSection(LogGuardianOptions.SectionOf(name)).AsEnumerable().OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));

    [LoggerMessage(EventId = 21, Level = LogLevel.Information, Message = "The configuration of pipeline '{Pipeline}' has changed; it starts again with what it has learned")]
    private static partial void Changed(ILogger logger, string pipeline);

    [LoggerMessage(EventId = 25, Level = LogLevel.Error, Message = "The configuration of pipeline '{Pipeline}' has changed and is not valid; the one before is in use")]
    private static partial void Invalid(ILogger logger, Exception exception, string pipeline);
}
