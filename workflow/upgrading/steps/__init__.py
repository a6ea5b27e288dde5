"""What the rules do, a module for each rule, named as it is.

A step is a function named as its rule. Its parameters are the rule's named inputs and params; its
result is the output, or the outputs by their names, those of a list by the names of their files. An
output may be a function that gives it: what nobody asks for, in memory, is not made. An input that
is a list comes as values by path. `output` (paths), `threads`, `log` and `call` (which calls
another function of the rule's inputs and params) are handed over where a step names them. Steps
that stream take paths, which their annotations say.

A step whose parts are costly has three functions instead: `pieces` (what each piece is made of, by
its name), `piece` (one of them made), and `together` (the outputs, of all pieces). A piece that is
made of the same as before is not made again. `make` in place of `piece` makes several at once.

What `changes` asks for in memory rests on no more than it takes: a step of several tables gives
them in `APART`, each a function of some of the rule's inputs and params. `TOLD_APART` of a costly
step says for up to how many changed inputs what it makes is made again to tell them apart.

A step imports what it needs and nothing else: every job begins with these imports.
"""
