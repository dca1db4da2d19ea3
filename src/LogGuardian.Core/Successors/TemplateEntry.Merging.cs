namespace LogGuardian.Core;

/// <content>What two entries know of one template.</content>
internal sealed partial class TemplateEntry
{
    public TemplateEntry Copy() => Copy(Template);

    /// <summary>The same under another template.</summary>
    public TemplateEntry Copy(LogTemplate template)
    {
        var copy = new TemplateEntry(template, FirstWindow)
        {
            Role = Role,
            Predecessor = Predecessor,
            Worst = Worst,
            LastWindow = LastWindow,
            Windows = Windows,
            Lines = Lines,
            IsSucceeded = IsSucceeded,
            Marked = Marked,
            Trial = Trial,
            IsProvisional = IsProvisional,
        };
        _recent.CopyTo(copy._recent, 0);
        copy.Before.Merge(Before);
        copy.After.Merge(After);
        return copy;
    }

    /// <summary>The windows that were seen are from now on so many more; each keeps its place among them.</summary>
    public void Stretch(long from, long to)
    {
        if (from <= 0)
        {
            return;
        }

        long At(long window) => window <= 0 ? 0 : Math.Max(1, (long)Math.Round((double)window * to / from));
        FirstWindow = At(FirstWindow);
        LastWindow = At(LastWindow);
        for (int i = 0; i < MaxRecent; i++)
        {
            _recent[i] = At(_recent[i]);
        }
    }

    /// <summary>Adds what another one knows.</summary>
    /// <param name="other">The other one, its windows numbered alike.</param>
    /// <param name="areTogether">Whether both were counted in the same windows; otherwise each in its own.</param>
    public void Merge(TemplateEntry other, bool areTogether)
    {
        // Known to one is known; in other words than something else is less than that, and more than new.
        if (other.Role != Role)
        {
            TemplateEntry surer = other.Role == TemplateRole.Known || Role == TemplateRole.New ? other : this;
            (Role, Predecessor, Trial, IsProvisional) = (surer.Role, surer.Predecessor, surer.Trial, surer.IsProvisional);
        }
        else
        {
            Predecessor = Predecessor is null || other.Predecessor?.Id < Predecessor.Id ? other.Predecessor : Predecessor;
            Trial = (Trial.Windows + other.Trial.Windows, Trial.Returned + other.Trial.Returned, Trial.Blamed + other.Trial.Blamed);
            IsProvisional &= other.IsProvisional;
        }

        long[] recent = [.. Recent().Concat(other.Recent()).Order().TakeLast(MaxRecent)];
        Worst = other.Worst > Worst ? other.Worst : Worst;
        FirstWindow = Math.Min(FirstWindow, other.FirstWindow);
        LastWindow = Math.Max(LastWindow, other.LastWindow);
        Windows = areTogether ? Math.Max(Windows, other.Windows) : Windows + other.Windows;
        Lines += other.Lines;
        Marked += other.Marked;
        Before.Merge(other.Before);
        After.Merge(other.After);
        for (int i = 0; i < Math.Min(recent.Length, Windows); i++)
        {
            _recent[(Windows - 1 - i) % MaxRecent] = recent[recent.Length - 1 - i];
        }
    }

    /// <summary>Neighbours that became another template.</summary>
    public void Rename(ulong[] former, ulong into)
    {
        Before.Rename(former, into);
        After.Rename(former, into);
    }

    private IEnumerable<long> Recent() => _recent.Take((int)Math.Min(Windows, MaxRecent));
}
