namespace LogGuardian.Inference;

/// <summary>A token that is found in the text itself.</summary>
/// <param name="Id">Its id.</param>
/// <param name="StripLeft">Whether it takes along the white space before it.</param>
/// <param name="StripRight">Whether it takes along the white space behind it.</param>
/// <param name="SingleWord">Whether it must not be a part of a word.</param>
internal readonly record struct AddedToken(int Id, bool StripLeft = false, bool StripRight = false, bool SingleWord = false);
