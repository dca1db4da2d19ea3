namespace LogGuardian.Cli;

/// <summary>A folder that a command makes for a model. Where it ends before there is a run, the folder goes, so that the same command can be given again.</summary>
internal sealed class NewFolder(string folder, string run) : IDisposable
{
    private readonly bool _isNew = ModelFolder.IsEmpty(folder);

    public void Dispose()
    {
        if (_isNew && !Directory.Exists(run) && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
