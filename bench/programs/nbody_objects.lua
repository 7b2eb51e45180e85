local n = tonumber(arg[1])
local sqrt = math.sqrt

local Planets = {}
Planets.__index = Planets

local function body(x, y, z, vx, vy, vz, mass)
  return {x = x, y = y, z = z, vx = vx, vy = vy, vz = vz, mass = mass}
end

function Planets.new(bodies)
  local px, py, pz = 0.0, 0.0, 0.0
  for _, b in ipairs(bodies) do
    px = px + b.vx * b.mass
    py = py + b.vy * b.mass
    pz = pz + b.vz * b.mass
  end
  bodies[1].vx = -px / bodies[1].mass
  bodies[1].vy = -py / bodies[1].mass
  bodies[1].vz = -pz / bodies[1].mass
  return setmetatable({bodies = bodies}, Planets)
end

function Planets:advance(dt)
  local bodies = self.bodies
  local count = #bodies
  for i = 1, count do
    local a = bodies[i]
    for j = i + 1, count do
      local b = bodies[j]
      local dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
      local d2 = dx * dx + dy * dy + dz * dz
      local mag = dt / (d2 * sqrt(d2))
      a.vx = a.vx - dx * b.mass * mag
      a.vy = a.vy - dy * b.mass * mag
      a.vz = a.vz - dz * b.mass * mag
      b.vx = b.vx + dx * a.mass * mag
      b.vy = b.vy + dy * a.mass * mag
      b.vz = b.vz + dz * a.mass * mag
    end
  end
  for i = 1, count do
    local b = bodies[i]
    b.x = b.x + dt * b.vx
    b.y = b.y + dt * b.vy
    b.z = b.z + dt * b.vz
  end
end

function Planets:energy()
  local e = 0.0
  for i, a in ipairs(self.bodies) do
    e = e + 0.5 * a.mass * (a.vx ^ 2 + a.vy ^ 2 + a.vz ^ 2)
    for j = i + 1, #self.bodies do
      local b = self.bodies[j]
      local dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
      e = e - a.mass * b.mass / sqrt(dx * dx + dy * dy + dz * dz)
    end
  end
  return e
end

local system = Planets.new {
  body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.47),
  body(4.84, -1.16, -0.10, 0.6, 2.8, -0.02, 0.037),
  body(8.34, 4.12, -0.4, -1.01, 1.82, 0.008, 0.011),
  body(12.89, -15.11, -0.22, 1.08, 0.86, -0.01, 0.0017),
  body(15.37, -25.9, 0.179, 0.97, 0.59, -0.034, 0.002),
}
for i = 1, n do
  system:advance(0.01)
end
print(string.format('nbody %.9f', system:energy()))
