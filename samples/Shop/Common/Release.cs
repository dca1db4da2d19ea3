namespace Shop.Common;

/// <summary>Which release of the shop runs. The second one is new code; its bad build is new code with faults in it.</summary>
internal sealed record Release(string Version, bool IsSecond, bool IsBad);
