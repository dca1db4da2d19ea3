namespace LogGuardian.Training;

/// <summary>What a student learned, measured on windows that were held back; those without a label count as the teacher answers.</summary>
/// <param name="HeldBack">How many there are.</param>
/// <param name="TeacherF1">F1 of the teacher at its best threshold.</param>
/// <param name="StudentF1">F1 of the student at its best threshold.</param>
/// <param name="TeacherAveragePrecision">Average precision of the teacher.</param>
/// <param name="StudentAveragePrecision">Average precision of the student.</param>
/// <param name="Agreement">Share of them of which both say the same, calibrated.</param>
/// <param name="VectorCosine">Mean cosine of the teacher's vectors and the student's through the map, when vectors had been learned and answers not yet.</param>
public sealed record DistillationReport(
    int HeldBack, double TeacherF1, double StudentF1, double TeacherAveragePrecision, double StudentAveragePrecision, double Agreement, double VectorCosine);
