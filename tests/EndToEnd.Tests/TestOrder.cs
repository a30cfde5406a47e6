// Each class runs a whole Engagement in a process of its own: one at a time, so that times mean something.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
