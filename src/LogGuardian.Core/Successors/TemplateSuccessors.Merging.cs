namespace LogGuardian.Core;

/// <content>What a replica knows. Its windows stand among those here by how far each lies in what it saw.</content>
internal sealed partial class TemplateSuccessors
{
    public void MergeFrom(IStateful other, IReadOnlyList<LogTemplate> general)
    {
        var from = (TemplateSuccessors)other;
        lock (from._gate)
        {
            lock (_gate)
            {
                foreach (LogTemplate template in general)
                {
                    from.Unify(template);
                    Unify(template);
                }

                if (from._window > 0)
                {
                    Merge(from);
                }
            }
        }
    }

    private void Merge(TemplateSuccessors other)
    {
        long windows = _window + other._window;
        foreach (TemplateEntry own in _entries)
        {
            own.Stretch(_window, windows);
        }

        _window = windows;
        foreach (TemplateEntry theirs in other._entries)
        {
            TemplateEntry entry = theirs.Copy();
            entry.Stretch(other._window, windows);
            if (Find(theirs.Template) is { } own)
            {
                own.Merge(entry, areTogether: false);
            }
            else if (_entries.Count < MaxTemplates)
            {
                Enter(entry);
            }
        }

        foreach ((ulong id, TemplateEntry theirs) in other._byId)
        {
            if (_byId.Count < 2 * MaxTemplates && Find(theirs.Template) is { } own)
            {
                _byId.TryAdd(id, own);
            }
        }

        Relate();
    }

    /// <summary>From now on a template is all that it supersedes, even if it was known beside them.</summary>
    private void Unify(LogTemplate general)
    {
        TemplateEntry[] parts = [.. general.Supersedes.Append(general.Id).Select(id => Find(id.Value)).OfType<TemplateEntry>().Distinct()];
        if (parts.Length == 0 || (parts is [var only] && only.Id == general.Id.Value))
        {
            return;
        }

        TemplateEntry whole = parts[0].Copy(general);
        foreach (TemplateEntry part in parts.AsSpan(1))
        {
            whole.Merge(part, areTogether: true);
        }

        foreach (TemplateEntry part in parts)
        {
            Remove(part);
        }

        Enter(whole);
        foreach (ulong id in parts.Select(part => part.Id).Concat(general.Supersedes.Select(id => id.Value)))
        {
            if (_byId.Count < 2 * MaxTemplates)
            {
                _byId[id] = whole;
            }
        }

        foreach (TemplateEntry entry in _entries)
        {
            entry.Rename([.. parts.Select(part => part.Id)], whole.Id);
        }

        Relate();
    }

    /// <summary>Finds the predecessors anew by their ids: one must be known itself, or the relation ends.</summary>
    private void Relate()
    {
        foreach (TemplateEntry entry in _entries)
        {
            entry.IsSucceeded = false;
        }

        foreach (TemplateEntry entry in _entries)
        {
            TemplateEntry? known = entry.Role == TemplateRole.Successor && entry.Predecessor is { } predecessor ? Find(predecessor.Id) : null;
            entry.Predecessor = known is { Role: TemplateRole.Known } && known != entry ? known : null;
            entry.Role = entry.Role == TemplateRole.Successor && entry.Predecessor is null ? TemplateRole.Known : entry.Role;
            if (entry.Predecessor is not null)
            {
                entry.Predecessor.IsSucceeded = true;
            }
        }

        _new = _entries.Count(entry => entry.Role == TemplateRole.New);
        _successors = _entries.Count(entry => entry.Role == TemplateRole.Successor);
        while (_new > MaxNew)
        {
            Forget();
        }
    }
}
