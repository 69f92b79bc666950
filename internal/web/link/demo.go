package link

// DemoClock is the page of the demo that sets its clock.
func DemoClock() string { return "/demo/clock" }

// DemoStory lets the year of the demo go on (POST).
func DemoStory() string { return "/demo/story" }

// DemoRestart takes the demo back to its first day (POST).
func DemoRestart() string { return "/demo/restart" }
