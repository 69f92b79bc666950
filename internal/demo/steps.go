package demo

// steps are the parts of the story, in their order.
var steps = []step{}
