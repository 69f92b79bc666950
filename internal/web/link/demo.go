package link

// DemoClock is the page of the demo that sets its clock.
func DemoClock() string { return "/demo/clock" }
