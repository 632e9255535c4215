"""Long work: done by a process of its own, watched on a page, its file kept for who asked.

A new kind is a function with `@long_work`, in any package but this one:

    @long_work("bound-journal", _l("Printing a class journal"))
    def printing(run: Run, class_id: int) -> Made:
        pdf = bound_journal(run.actor, class_id, progress=run.progress)  # (done, total, words)
        run.out.write_bytes(pdf)
        return Made(file="Журнал 7А.pdf")

and a view that begins it: `return begun(printing, {"class_id": 5}, detail="7А")`. The parameters
are JSON. Who may do it is asked inside, by the operations and queries that the function calls as
`run.actor`: rights may change before its turn comes. `run.progress` also ends work that its owner
cancelled: call it once for each part. What is written goes through
`unit_of_work("page", actor=run.actor)`; on SQLite nobody else writes meanwhile, so keep it short.
"""
