package app

// Service is the service of an area beside those of Services. A test that asks for one
// that no area has is wrong itself, whatever the program does: it stops there.
func Service[T any](a *App) (found T) {
	for _, s := range a.beside {
		if one, is := s.(T); is {
			return one
		}
	}
	panic("app: no such service")
}
