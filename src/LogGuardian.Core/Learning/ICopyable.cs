namespace LogGuardian.Core;

/// <summary>A stage that takes over what another one of the same kind and options knows, without a detour by way of JSON.</summary>
internal interface ICopyable
{
    /// <summary>Forgets all that is known and knows what another one does; what either learns later is its own.</summary>
    /// <param name="other">One of the same kind and options.</param>
    void CopyFrom(IStateful other);
}
